import type Stripe from 'stripe'
import type { Platform } from '#platform/platform.ts'
import type { ReturnKind, ReturnState } from '../returns.ts'
import { askStripe } from './stripe-client.ts'

/** A refund or dispute as Stripe tells it when asked. */
export interface Returned {
  ref: string
  kind: ReturnKind
  state: ReturnState
  amount: number
  reason: string | null
  at: Date
}

/** Returns of one payment, by Stripe's id of the payment. */
export interface ReturnsAtStripe {
  payment: string
  returns: Returned[]
}

const most = 1_000

/** Everything that went back of the payment a refund belongs to, or a charge. */
export async function refundsAbout(platform: Platform, id: string): Promise<ReturnsAtStripe | null> {
  const isRefund = id.startsWith('re_') || id.startsWith('pyr_')
  const payment = await askStripe(platform, async ({ refunds, charges }) =>
    idOf((isRefund ? await refunds.retrieve(id) : await charges.retrieve(id)).payment_intent),
  )
  if (!payment) return null
  const refunds = await askStripe(platform, (stripe) =>
    stripe.refunds.list({ payment_intent: payment, limit: 100 }).autoPagingToArray({ limit: most }),
  )
  return { payment, returns: refunds.map(refundFrom) }
}

/** A dispute as it stands now. */
export async function disputeAbout(platform: Platform, id: string): Promise<ReturnsAtStripe | null> {
  const dispute = await askStripe(platform, (stripe) => stripe.disputes.retrieve(id))
  const payment = idOf(dispute.payment_intent)
  return payment ? { payment, returns: [disputeFrom(dispute)] } : null
}

/** Every refund and dispute since an instant, for the nightly look at what webhooks lost. */
export async function returnsAfter(platform: Platform, since: Date): Promise<ReturnsAtStripe[]> {
  const created = { gte: Math.floor(since.getTime() / 1_000) }
  return askStripe(platform, async (stripe) => {
    const [refunds, disputes] = [
      await stripe.refunds.list({ created, limit: 100 }).autoPagingToArray({ limit: most }),
      await stripe.disputes.list({ created, limit: 100 }).autoPagingToArray({ limit: most }),
    ]
    const found = [
      ...refunds.map((one) => ({ payment: idOf(one.payment_intent), returns: [refundFrom(one)] })),
      ...disputes.map((one) => ({ payment: idOf(one.payment_intent), returns: [disputeFrom(one)] })),
    ]
    return found.filter((one): one is ReturnsAtStripe => one.payment !== null)
  })
}

const idOf = (found: string | { id: string } | null): string | null =>
  typeof found === 'string' ? found : (found?.id ?? null)

const refundFrom = ({ id, amount, status, reason, created }: Stripe.Refund): Returned => ({
  ...{ ref: id, kind: 'refund', amount, reason: reason?.replaceAll('_', ' ') ?? null, at: new Date(created * 1_000) },
  state: status === 'succeeded' ? 'done' : status === 'failed' || status === 'canceled' ? 'failed' : 'pending',
})

const disputeFrom = ({ id, amount, status, reason, created }: Stripe.Dispute): Returned => ({
  ...{ ref: id, kind: 'dispute', amount, reason: reason.replaceAll('_', ' '), at: new Date(created * 1_000) },
  state: disputeState(status),
})

function disputeState(status: Stripe.Dispute.Status): ReturnState {
  if (status === 'won' || status === 'warning_closed' || status === 'prevented') return 'won'
  if (status === 'lost' || status.startsWith('appeal_')) return 'lost'
  return status.startsWith('warning_') ? 'inquiry' : 'open'
}
