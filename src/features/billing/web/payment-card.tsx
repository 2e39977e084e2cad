import { useState } from 'react'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Button } from '#web/kit/button.tsx'
import { DialogActions } from '#web/kit/dialog.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { ItemList, ItemRow, smallButton } from '#web/kit/item-list.tsx'
import { useNow } from '#web/kit/now.ts'
import { Section } from '#web/kit/section.tsx'
import { Time } from '#web/kit/time.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { type Billing, rememberBilling } from './billing-query.ts'
import { useKeptFocus } from './keep-focus.ts'
import css from './payment-card.module.css'
import { type PracticeCard, PracticeCards } from './practice-cards.tsx'

const descriptions: Record<Billing['provider'], string> = {
  practice: 'Test cards stand in for real ones: choose how payments should go.',
  stripe: 'Cards are given on Stripe’s own page; this installation never sees their numbers.',
  invoice: 'You get an invoice and pay it by bank transfer within 14 days.',
}

/** How the team pays. */
export function PaymentCard({ team, billing }: { team: string; billing: Billing }) {
  const { provider, paymentMethod } = billing
  const now = useNow()
  const [editing, setEditing] = useState(false)
  useKeptFocus('payment', String(editing))
  const toStripe = useForm({
    initial: {},
    labels: {},
    needsEdit: false,
    save: async () => {
      const { url } = await api.put('/teams/{team}/billing/payment-method', { params: { team }, body: {} })
      if (url) location.assign(url)
    },
  })
  const change = () => (provider === 'stripe' ? void toStripe.submit() : setEditing(true))
  const label = paymentMethod ? 'Change' : 'Add a card'
  return (
    <Section id="payment" title="Payment method" description={descriptions[provider]}>
      <ErrorSummary form={toStripe} />
      {provider === 'invoice' && (
        <ItemList name="Payment method">
          <li>
            <ItemRow name="Bank transfer">
              Each invoice comes by e-mail and is due within 14 days. Name its number with the transfer.
            </ItemRow>
          </li>
        </ItemList>
      )}
      {provider !== 'invoice' && !editing && paymentMethod && (
        <ItemList name="Payment method">
          <li>
            <ItemRow
              name={paymentMethod.label}
              badge={paymentMethod.elsewhere ? 'of another provider' : undefined}
              actions={
                <Button look="quiet" className={smallButton} busy={toStripe.saving} onClick={change}>
                  {label}
                </Button>
              }
            >
              {paymentMethod.elsewhere ? (
                'This installation takes payments another way now. Add a card again before the next payment.'
              ) : paymentMethod.expiresAt ? (
                <>
                  {new Date(paymentMethod.expiresAt) > now ? 'Ends' : 'Ended'}{' '}
                  <Time at={paymentMethod.expiresAt} show="relative" />
                </>
              ) : null}
            </ItemRow>
          </li>
        </ItemList>
      )}
      {provider !== 'invoice' && !editing && !paymentMethod && (
        <EmptyState
          title="No card yet"
          action={
            <div>
              <Button busy={toStripe.saving} onClick={change}>
                {label}
              </Button>
            </div>
          }
        >
          One is needed only for a paid plan.
        </EmptyState>
      )}
      {editing && <PracticeForm team={team} onEnd={() => setEditing(false)} />}
    </Section>
  )
}

function PracticeForm({ team, onEnd }: { team: string; onEnd(): void }) {
  const [card, setCard] = useState<PracticeCard>('success')
  const form = useForm({
    initial: {},
    labels: {},
    needsEdit: false,
    save: async () => {
      const kept = await api.put('/teams/{team}/billing/payment-method', { params: { team }, body: { card } })
      rememberBilling(team, kept.billing)
      announce('The card is kept.')
      onEnd()
    },
  })
  return (
    <form
      className={css.form}
      noValidate
      aria-label="Practice card"
      onKeyDown={(event) => event.key === 'Escape' && !form.saving && onEnd()}
      onSubmit={(event) => {
        event.preventDefault()
        void form.submit()
      }}
    >
      <ErrorSummary form={form} />
      <PracticeCards chosen={card} onChoose={setCard} />
      <DialogActions>
        <Button type="submit" look="primary" busy={form.saving}>
          Use this card
        </Button>
        <Button look="quiet" onClick={onEnd}>
          Cancel
        </Button>
      </DialogActions>
    </form>
  )
}
