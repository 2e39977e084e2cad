import { useQuery } from '@tanstack/react-query'
import { ApiRefusal } from '#web/api-refusal.ts'
import { Banner } from '#web/kit/banner.tsx'
import { Button } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { Section } from '#web/kit/section.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { PageHeading } from '#web/shell/page-heading.tsx'
import { useMaybeTeam } from '#web/team.ts'
import { AddressCard } from './address-card.tsx'
import { type Billing, billingQuery } from './billing-query.ts'
import { ContactsCard } from './contacts-card.tsx'
import { InvoicesCard } from './invoices-card.tsx'
import { PaymentCard } from './payment-card.tsx'
import css from './plan-card.module.css'
import { PlanCard } from './plan-card.tsx'
import { PlansCard } from './plans-card.tsx'

/** Settings → Billing: the plan and its price, what else there is, how it is paid, invoices and who gets them. */
export function BillingTab() {
  const team = useMaybeTeam()
  return (
    <>
      <PageHeading level={2} title="Billing" within="Settings" />
      {team ? (
        <TeamBilling key={team.id} team={team} />
      ) : (
        <EmptyState title="You are in no team, and plans belong to one" />
      )}
    </>
  )
}

function TeamBilling({ team }: { team: { id: string; name: string } }) {
  const { data: billing, error, refetch } = useQuery(billingQuery(team.id))
  if (billing) return billing.forSale ? <Cards team={team.id} billing={billing} /> : <OnePlan billing={billing} />
  if (error instanceof ApiRefusal && error.code === 'forbidden') {
    return (
      <EmptyState title={`Your role in ${team.name} does not include billing`}>
        The owner and people with the billing role look after plan, payment and invoices.
      </EmptyState>
    )
  }
  if (!error) return <Skeleton lines={6} what="Reading billing" />
  return (
    <Banner
      tone="bad"
      title="Billing cannot be shown"
      actions={<Button onClick={() => void refetch()}>Try again</Button>}
    >
      <p>{error.message}</p>
    </Banner>
  )
}

function Cards({ team, billing }: { team: string; billing: Billing }) {
  return (
    <>
      <PlanCard team={team} billing={billing} />
      <PlansCard team={team} billing={billing} />
      <PaymentCard team={team} billing={billing} />
      <InvoicesCard team={team} />
      <AddressCard team={team} billing={billing} />
      <ContactsCard team={team} billing={billing} />
    </>
  )
}

/** A self-hosted installation with nothing to sell says so. */
function OnePlan({ billing }: { billing: Billing }) {
  return (
    <Section id="plan" title="Plan" description="This installation is run by its operator and sells nothing.">
      <div className={css.now}>
        <p className={css.name}>
          {billing.plan.name}
          <span className={css.status} data-status="active">
            Everything, without limits
          </span>
        </p>
      </div>
      <p className={css.plain}>
        There is nothing to pay, no card to keep and no invoice. Limits of the machine itself are the operator’s affair;
        what the team uses is counted under Usage all the same.
      </p>
    </Section>
  )
}
