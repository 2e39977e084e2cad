import { ApiRefusal } from '#web/api-refusal.ts'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Banner } from '#web/kit/banner.tsx'
import { Button, buttonClass } from '#web/kit/button.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { Time } from '#web/kit/time.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { type Billing, refreshBilling, rememberBilling } from './billing-query.ts'
import { money } from './words.ts'

/** Pays what is owed; leaves for the bank's page where it must be confirmed there. */
export function usePayOwed(team: string) {
  return useForm({
    initial: {},
    labels: {},
    needsEdit: false,
    save: async () => {
      try {
        const paid = await api.post('/teams/{team}/billing/payment', { params: { team } })
        rememberBilling(team, paid.billing)
        if (paid.state === 'confirm' && paid.url) return location.assign(paid.url)
        announce('Paid. Thank you.')
      } catch (refusal) {
        if (refusal instanceof ApiRefusal) await refreshBilling(team)
        throw refusal
      }
    },
  })
}

/** What happens when a payment is overdue, and how to put it right. */
export function PastDue({
  team,
  billing: { pastDue, basicPlan, provider, pending },
}: {
  team: string
  billing: Billing
}) {
  const form = usePayOwed(team)
  if (!pastDue) return null
  const { since, graceEndsAt, nextTryAt, amount, reason } = pastDue
  const byTransfer = provider === 'invoice'
  return (
    <>
      <ErrorSummary form={form} />
      <Banner
        tone="bad"
        title={byTransfer ? `${money(amount)} have not arrived` : `${money(amount)} could not be charged`}
        actions={
          !byTransfer &&
          !pending && (
            <>
              <Button look="primary" busy={form.saving} onClick={() => void form.submit()}>
                Pay {money(amount)} now
              </Button>
              <a className={buttonClass('quiet')} href="#payment">
                Change the card
              </a>
            </>
          )
        }
      >
        <p>
          {reason ?? (byTransfer ? 'The bank transfer has not come yet.' : 'The payment did not succeed.')} Overdue
          since <Time at={since} show="date" />.
          {nextTryAt && (
            <>
              {' '}
              It is tried again on <Time at={nextTryAt} show="date" />.
            </>
          )}{' '}
          Everything goes on until <Time at={graceEndsAt} show="date" />; then the team is on {basicPlan}. Nothing is
          lost.
        </p>
      </Banner>
    </>
  )
}
