import { Button } from '#web/kit/button.tsx'
import type { Billing, Interval, Offer } from './billing-query.ts'
import css from './plans-card.module.css'
import { priceOf } from './words.ts'

/** What can be done about one plan: choose it, or why there is nothing to do. */
export function PlanButton({
  billing,
  offer,
  interval,
  onChoose,
}: {
  billing: Billing
  offer: Offer
  interval: Interval
  onChoose(): void
}) {
  const { interval: paid, status, scheduled, pending, pastDue } = billing
  if (offer.current && (paid === interval || offer.basic)) return <p className={css.note}>Your plan</p>
  if (offer.basic) return <p className={css.note}>{paid ? 'After cancelling' : 'Without a paid plan'}</p>
  if (!priceOf(offer, interval)) return <p className={css.note}>Ask the operator</p>
  if (scheduled?.planId === offer.id && scheduled.interval === interval) return <p className={css.note}>Planned</p>
  const reason = pastDue ? 'Settle the overdue payment first.' : pending ? 'A payment is under way.' : undefined
  const label = offer.current ? `Pay ${interval === 'year' ? 'yearly' : 'monthly'}` : `Choose ${offer.name}`
  return (
    <Button
      look={status === 'trial' && billing.plan.id === offer.id ? 'primary' : 'plain'}
      reason={reason}
      aria-label={label}
      onClick={onChoose}
    >
      {offer.current ? label : 'Choose'}
    </Button>
  )
}
