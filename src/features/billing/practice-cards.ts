/** The cards of the practice provider. They are chosen from a list: nobody can type a real card's number by mistake. */
export const practiceCards = [
  { id: 'success', label: 'Visa ending in 4242', says: 'Every payment succeeds.' },
  { id: 'decline', label: 'Visa ending in 0002', says: 'Every payment is declined.' },
  { id: 'confirm', label: 'Visa ending in 3220', says: 'Every payment must be confirmed (3-D Secure).' },
  { id: 'expiring', label: 'Visa ending in 4241', says: 'Payments succeed until the card ends with this month.' },
] as const

/** The name of a practice card. */
export type PracticeCard = (typeof practiceCards)[number]['id']
