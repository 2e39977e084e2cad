import type { StoredEvent } from './stored-event.ts'

type Told = Pick<StoredEvent, 'type' | 'name' | 'data'>

/**
 * Which choice of its type e-mail about this event falls under: `email`, a share of a limit, or what a payment is about. Null for what
 * cannot be chosen away.
 */
export function emailChoiceOf({ type, name, data }: Told): string | null {
  if (type === 'test-failures' || type === 'scheduled-runs') return 'email'
  if (type === 'usage-alerts') return shareOf(data.threshold)
  if (type === 'billing-alerts') return paymentChoice(name)
  return null
}

// Who heard that a limit was reached hears that there is room again; an early warning of the pace goes with the first threshold.
function shareOf(threshold: unknown): string {
  const share = typeof threshold === 'number' ? threshold : 100
  if (share >= 100) return '100'
  return share >= 90 ? '90' : '80'
}

function paymentChoice(name: string): string {
  if (/fail|past_due|declin|action_required|disput/.test(name)) return 'failed'
  return /receipt|paid|refund|invoice/.test(name) ? 'receipt' : 'due'
}

/** What is told at once in every night and beside every digest, because waiting does harm. */
export const isUrgent = (event: Told): boolean =>
  ['team', 'security'].includes(event.type) || ['100', 'failed'].includes(emailChoiceOf(event) ?? '')

/** Types of which many may come within minutes; those go together as one message. */
export const comesInBursts = (type: string): boolean => type === 'test-failures' || type === 'scheduled-runs'
