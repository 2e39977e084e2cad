import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Button } from '#web/kit/button.tsx'
import { DialogActions } from '#web/kit/dialog.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { Field } from '#web/kit/field.tsx'
import { Time } from '#web/kit/time.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { type Billing, rememberBilling } from './billing-query.ts'
import css from './cancel-plan.module.css'

/** The second of the two clicks that cancel a plan: says what happens when, and asks why without insisting. */
export function CancelPlan({ team, billing, onEnd }: { team: string; billing: Billing; onEnd(): void }) {
  const { plan, period, basicPlan, status } = billing
  const form = useForm({
    initial: { reason: '' },
    labels: { reason: 'Why do you leave?' },
    needsEdit: false,
    save: async ({ reason }) => {
      rememberBilling(
        team,
        await api.post('/teams/{team}/billing/cancellation', { params: { team }, body: { reason } }),
      )
      announce(`${plan.name} is cancelled.`)
      onEnd()
    },
  })
  return (
    <form
      className={css.form}
      noValidate
      aria-label={`Cancel ${plan.name}`}
      onKeyDown={(event) => event.key === 'Escape' && !form.saving && onEnd()}
      onSubmit={(event) => {
        event.preventDefault()
        void form.submit()
      }}
    >
      <ErrorSummary form={form} />
      <p>
        {status === 'past_due' || !period ? (
          <>The plan ends at once, because its payment is overdue. Nothing more is charged.</>
        ) : (
          <>
            {plan.name} stays until <Time at={period.endsAt} show="date" />, which is paid. Then the team is on{' '}
            {basicPlan}. You can change your mind until that day.
          </>
        )}{' '}
        Projects, results and settings stay.
      </p>
      <Field {...form.field('reason')} optional maxLength={500} hint="Read by the operator of this installation." />
      <DialogActions>
        <Button type="submit" look="danger" busy={form.saving}>
          Cancel {plan.name}
        </Button>
        <Button look="quiet" onClick={onEnd}>
          Keep it
        </Button>
      </DialogActions>
    </form>
  )
}
