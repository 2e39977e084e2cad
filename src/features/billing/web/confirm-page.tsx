import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Button } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { PageHeading } from '#web/shell/page-heading.tsx'
import { useMaybeTeam } from '#web/team.ts'
import { billingQuery, type Money, rememberBilling } from './billing-query.ts'
import css from './confirm-page.module.css'
import { money } from './words.ts'

/** Plays the bank of the practice provider: the page 3-D Secure would show. */
export function ConfirmPage() {
  const team = useMaybeTeam()
  return (
    <>
      <PageHeading title="Practice bank">This page stands in for your bank. No money moves.</PageHeading>
      {team ? <Question team={team.id} /> : <EmptyState title="You are in no team" />}
    </>
  )
}

function Question({ team }: { team: string }) {
  const { data: billing, error } = useQuery(billingQuery(team))
  if (error) return <p role="alert">{error.message}</p>
  if (!billing) return <Skeleton lines={3} what="Reading the payment" />
  const { pending, provider } = billing
  if (!pending?.confirmUrl || provider !== 'practice') {
    return <EmptyState title="No payment waits to be confirmed">It was answered already, or given up.</EmptyState>
  }
  return <Answer team={team} amount={pending.amount} plan={pending.planName} />
}

function Answer({ team, amount, plan }: { team: string; amount: Money; plan: string }) {
  const navigate = useNavigate()
  const answer = async (approve: boolean) => {
    const body = { approve }
    rememberBilling(team, await api.post('/teams/{team}/billing/payment/confirmation', { params: { team }, body }))
    announce(approve ? 'The payment was confirmed.' : 'The payment was refused.')
    await navigate({ to: '/settings/billing' })
  }
  const yes = useForm({ initial: {}, labels: {}, needsEdit: false, save: () => answer(true) })
  const no = useForm({ initial: {}, labels: {}, needsEdit: false, save: () => answer(false) })
  return (
    <div className={css.box}>
      <ErrorSummary form={yes} />
      <ErrorSummary form={no} />
      <p className={css.amount}>{money(amount)}</p>
      <p>AegisRunner wants this amount for {plan}. Is it you?</p>
      <div className={css.actions}>
        <Button look="primary" busy={yes.saving} onClick={() => void yes.submit()}>
          Confirm the payment
        </Button>
        <Button look="quiet" busy={no.saving} onClick={() => void no.submit()}>
          Refuse it
        </Button>
      </div>
    </div>
  )
}
