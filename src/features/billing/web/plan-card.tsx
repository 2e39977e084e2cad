import { useState } from 'react'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Banner } from '#web/kit/banner.tsx'
import { Button } from '#web/kit/button.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { Section } from '#web/kit/section.tsx'
import { Time } from '#web/kit/time.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { type Billing, rememberBilling } from './billing-query.ts'
import { CancelPlan } from './cancel-plan.tsx'
import { useKeptFocus } from './keep-focus.ts'
import { PastDue } from './past-due.tsx'
import { PendingPayment } from './pending-payment.tsx'
import css from './plan-card.module.css'
import { money, per, statusWords } from './words.ts'

/** Where the plan stands: name, price, period, next payment, and what is going to change. */
export function PlanCard({ team, billing }: { team: string; billing: Billing }) {
  const { plan, status, price, interval, period, nextPayment, trialEndsAt, endsAt, basicPlan, provider, plusTax } =
    billing
  const [canceling, setCanceling] = useState(false)
  useKeptFocus('plan', [canceling, status, endsAt, billing.scheduled?.at].join())
  return (
    <Section
      id="plan"
      title="Plan"
      description="What the team has now, what it costs, and when the next payment is due."
    >
      {provider === 'practice' && (
        <Banner title="Practice payments">
          <p>No payment provider is set up here. Cards are test cards and no money moves; everything else is real.</p>
        </Banner>
      )}
      <PastDue team={team} billing={billing} />
      <PendingPayment team={team} billing={billing} />
      <div className={css.now}>
        <p className={css.name}>
          {plan.name}
          <span className={css.status} data-status={status}>
            {statusWords[status]}
          </span>
        </p>
        {price && interval && (
          <p className={css.price}>
            {money(price)}{' '}
            <span>
              {per(interval)}
              {plusTax && ', plus tax'}
            </span>
          </p>
        )}
      </div>
      <dl className={css.facts}>
        {trialEndsAt && (
          <Fact name="Trial ends">
            <Time at={trialEndsAt} show="date" />, then {basicPlan} unless you choose a plan
          </Fact>
        )}
        {period && (
          <Fact name="Billing period">
            <Time at={period.startsAt} show="date" /> – <Time at={period.endsAt} show="date" />
          </Fact>
        )}
        {nextPayment && (
          <Fact name="Next payment">
            {money(nextPayment.amount)}
            {plusTax && ' plus tax'} on <Time at={nextPayment.at} show="date" />
          </Fact>
        )}
        {endsAt && (
          <Fact name="Ends">
            <Time at={endsAt} show="date" />, then {basicPlan}. Nothing is lost.
          </Fact>
        )}
      </dl>
      <Planned team={team} billing={billing} />
      {endsAt && <Restore team={team} plan={plan.name} />}
      {interval && !endsAt && !canceling && (
        <div>
          <Button look="quiet" className={css.cancel ?? ''} onClick={() => setCanceling(true)}>
            Cancel plan
          </Button>
        </div>
      )}
      {canceling && <CancelPlan team={team} billing={billing} onEnd={() => setCanceling(false)} />}
    </Section>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Planned({ team, billing: { scheduled } }: { team: string; billing: Billing }) {
  const form = useForm({
    initial: {},
    labels: {},
    needsEdit: false,
    save: async () => {
      rememberBilling(team, await api.delete('/teams/{team}/billing/scheduled-change', { params: { team } }))
      announce('The planned change was undone.')
    },
  })
  if (!scheduled) return null
  return (
    <>
      <ErrorSummary form={form} />
      <Banner
        title={`Changes to ${scheduled.name}, ${scheduled.interval === 'year' ? 'yearly' : 'monthly'}`}
        actions={
          <Button busy={form.saving} onClick={() => void form.submit()}>
            Undo this change
          </Button>
        }
      >
        <p>
          On <Time at={scheduled.at} show="date" />. Until then everything stays as it is.
        </p>
      </Banner>
    </>
  )
}

function Restore({ team, plan }: { team: string; plan: string }) {
  const form = useForm({
    initial: {},
    labels: {},
    needsEdit: false,
    save: async () => {
      rememberBilling(team, await api.delete('/teams/{team}/billing/cancellation', { params: { team } }))
      announce(`${plan} goes on.`)
    },
  })
  return (
    <>
      <ErrorSummary form={form} />
      <div>
        <Button look="primary" busy={form.saving} onClick={() => void form.submit()}>
          Keep {plan}
        </Button>
      </div>
    </>
  )
}
