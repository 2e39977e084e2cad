import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Banner } from '#web/kit/banner.tsx'
import { Button, buttonClass } from '#web/kit/button.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { type Billing, rememberBilling } from './billing-query.ts'
import { usePayOwed } from './past-due.tsx'
import { money } from './words.ts'

/** A payment that waits for the person's bank, or whose outcome nobody has heard yet. */
export function PendingPayment({ team, billing: { pending, pastDue } }: { team: string; billing: Billing }) {
  const ask = usePayOwed(team)
  const drop = useForm({
    initial: {},
    labels: {},
    needsEdit: false,
    save: async () => {
      rememberBilling(team, await api.delete('/teams/{team}/billing/payment', { params: { team } }))
      announce('The payment was given up. Nothing was charged.')
    },
  })
  if (!pending) return null
  return (
    <>
      <ErrorSummary form={ask} />
      <ErrorSummary form={drop} />
      <Banner
        tone="warn"
        title={pending.confirmUrl ? `Confirm the payment of ${money(pending.amount)}` : 'A payment is under way'}
        actions={
          <>
            {pending.confirmUrl ? (
              <a className={buttonClass('primary')} href={pending.confirmUrl}>
                Confirm at the bank
              </a>
            ) : (
              <Button busy={ask.saving} onClick={() => void ask.submit()}>
                Ask what became of it
              </Button>
            )}
            {pending.confirmUrl && !pastDue && (
              <Button look="quiet" busy={drop.saving} onClick={() => void drop.submit()}>
                Give it up
              </Button>
            )}
          </>
        }
      >
        <p>
          {pending.confirmUrl
            ? `Your bank wants to hear from you before it pays for ${pending.planName}. Nothing changes until then.`
            : `${money(pending.amount)} for ${pending.planName}: the provider has not answered yet. It is asked again by itself.`}
        </p>
      </Banner>
    </>
  )
}
