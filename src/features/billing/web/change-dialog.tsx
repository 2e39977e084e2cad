import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiRefusal } from '#web/api-refusal.ts'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Button } from '#web/kit/button.tsx'
import { Dialog, DialogActions } from '#web/kit/dialog.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { queries } from '#web/queries.ts'
import {
  type Billing,
  billingQuery,
  type Interval,
  type Offer,
  refreshBilling,
  rememberBilling,
} from './billing-query.ts'
import css from './change-dialog.module.css'
import { type PracticeCard, PracticeCards } from './practice-cards.tsx'
import { PreviewFacts } from './preview-facts.tsx'
import { money } from './words.ts'

interface ChangeDialogProps {
  team: string
  billing: Billing
  offer: Offer
  interval: Interval
  onEnd(): void
}

/** Says what a change costs now and next time, before it is confirmed. Asks for a card first where there is none. */
export function ChangeDialog({ team, billing, offer, interval, onEnd }: ChangeDialogProps) {
  const [card, setCard] = useState<PracticeCard>('success')
  const {
    data: preview,
    error,
    refetch,
  } = useQuery({
    queryKey: ['billing', team, 'preview', offer.id, interval],
    queryFn: () =>
      api.post('/teams/{team}/billing/preview', { params: { team }, body: { planId: offer.id, interval } }),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  const hasCard = billing.paymentMethod !== null && !billing.paymentMethod.elsewhere
  const needsCard = preview !== undefined && preview.dueNow.amount > 0 && billing.provider !== 'invoice' && !hasCard
  const form = useForm({ initial: {}, labels: {}, needsEdit: false, save: () => confirm() })

  async function confirm(): Promise<void> {
    if (!preview) return
    const params = { team }
    if (needsCard) {
      const body = billing.provider === 'practice' ? { card } : { planId: offer.id, interval }
      const kept = await api.put('/teams/{team}/billing/payment-method', { params, body })
      if (kept.url) return location.assign(kept.url)
      rememberBilling(team, kept.billing)
    }
    try {
      const version = queries.getQueryData(billingQuery(team).queryKey)?.version ?? billing.version
      const body = { planId: offer.id, interval, quotedAt: preview.quotedAt }
      const changed = await api.put('/teams/{team}/billing/plan', { params, body, ifMatch: version })
      rememberBilling(team, changed.billing)
      if (changed.state === 'confirm' && changed.url) return location.assign(changed.url)
      announce(preview.kind === 'renewal' ? 'The change is planned.' : `The team is on ${preview.planName}.`)
      onEnd()
    } catch (refusal) {
      if (refusal instanceof ApiRefusal) await Promise.all([refreshBilling(team), refetch()])
      throw refusal
    }
  }

  return (
    <Dialog open title={`${offer.name}, ${interval === 'year' ? 'yearly' : 'monthly'}`} onClose={onEnd}>
      <form
        className={css.form}
        noValidate
        aria-label={`Change to ${offer.name}`}
        onSubmit={(event) => {
          event.preventDefault()
          void form.submit()
        }}
      >
        <ErrorSummary form={form} />
        {error && <p role="alert">{error.message}</p>}
        {!preview && !error && <Skeleton lines={4} what="Reckoning" />}
        {preview && <PreviewFacts preview={preview} method={hasCard ? billing.paymentMethod?.label : undefined} />}
        {needsCard && billing.provider === 'practice' && <PracticeCards chosen={card} onChoose={setCard} />}
        {needsCard && billing.provider === 'stripe' && (
          <p>You give the card on Stripe’s own page first, and come back here to confirm. Nothing is charged there.</p>
        )}
        <DialogActions>
          {preview && (
            <Button type="submit" look="primary" busy={form.saving} data-autofocus>
              {needsCard && billing.provider === 'stripe'
                ? 'Continue to Stripe'
                : preview.dueNow.amount > 0
                  ? billing.provider === 'invoice'
                    ? `Order for ${money(preview.dueNow)}`
                    : `Pay ${money(preview.dueNow)} now`
                  : preview.kind === 'renewal'
                    ? 'Plan the change'
                    : 'Change the plan'}
            </Button>
          )}
          <Button look="quiet" onClick={onEnd}>
            Not now
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
