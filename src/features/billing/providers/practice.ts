import type { Config } from '#platform/config.ts'
import { type PracticeCard, practiceCards } from '../practice-cards.ts'
import type { Method, Outcome, Provider } from './provider.ts'

const prefix = 'practice:'

/** A practice card as a method of payment. It ends in three years, the expiring one with this month. */
export function practiceMethod(card: PracticeCard, now: Date): Method {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()]
  const end = card === 'expiring' ? Date.UTC(year, month + 1, 1) : Date.UTC(year + 3, month + 1, 1)
  const label = practiceCards.find(({ id }) => id === card)?.label ?? 'Practice card'
  return { ref: prefix + card, label, expiresAt: new Date(end) }
}

// A page of ours that plays the bank.
const confirmUrl = ({ publicUrl }: Config, teamId: string): string =>
  `${publicUrl}/settings/billing/confirm?team=${teamId}`

const given = (): Outcome => ({ state: 'failed', ref: null, reason: 'The payment was given up.' })

/** Test cards and no money: the same paths as real payments, by the app's own clock. */
export const practice: Provider = {
  name: 'practice',
  needsMethod: true,
  async charge({ config }, { paymentId: ref, method, teamId }, now) {
    const card = method?.ref.slice(prefix.length)
    if (method?.expiresAt && method.expiresAt <= now) return { state: 'failed', ref, reason: 'The card has ended.' }
    if (card === 'decline') return { state: 'failed', ref, reason: 'The card was declined.' }
    if (card === 'confirm') return { state: 'confirm', ref, url: confirmUrl(config, teamId) }
    if (card === 'success' || card === 'expiring') return { state: 'paid', ref }
    return { state: 'failed', ref, reason: 'This card is none of the practice provider.' }
  },
  // Nobody but our own page confirms a practice payment, so what was not said yet is still open.
  fetchCharge: async ({ config }, { ref, teamId }) => ({ state: 'confirm', ref, url: confirmUrl(config, teamId) }),
  dropCharge: async () => given(),
  forgetMethod: async () => {},
}
