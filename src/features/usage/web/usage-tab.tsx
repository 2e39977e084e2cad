import { useQuery } from '@tanstack/react-query'
import { ApiRefusal } from '#web/api-refusal.ts'
import { Banner } from '#web/kit/banner.tsx'
import { Button } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { PageHeading } from '#web/shell/page-heading.tsx'
import { useMaybeTeam } from '#web/team.ts'
import { AlertHistory } from './alert-history.tsx'
import { AlertsCard } from './alerts-card.tsx'
import { DaysCard } from './days-card.tsx'
import { MetersCard } from './meters-card.tsx'
import { SharesCard } from './shares-card.tsx'
import { usageQuery } from './usage-query.ts'

/** Settings → Usage: what a team uses of its plan, when it begins anew, and who is told when it runs out. */
export function UsageTab() {
  const team = useMaybeTeam()
  return (
    <>
      <PageHeading level={2} title="Usage" within="Settings" />
      {team ? (
        <TeamUsage key={team.id} team={team} />
      ) : (
        <EmptyState title="You are in no team, and usage is a team’s" />
      )}
    </>
  )
}

function TeamUsage({ team }: { team: { id: string; name: string } }) {
  const { data: usage, error, refetch } = useQuery(usageQuery(team.id))
  if (usage) {
    return (
      <>
        <MetersCard team={team.id} usage={usage} />
        <DaysCard team={team.id} usage={usage} />
        <SharesCard usage={usage} />
        <AlertsCard team={team.id} usage={usage} />
        <AlertHistory alerts={usage.alerts} />
      </>
    )
  }
  if (error instanceof ApiRefusal && error.code === 'forbidden') {
    return (
      <EmptyState title={`Your role in ${team.name} does not include usage`}>
        Owners, admins and the billing role see it. Ask one of them what is left.
      </EmptyState>
    )
  }
  if (!error) return <Skeleton lines={6} what="Reading usage" />
  return (
    <Banner
      tone="bad"
      title="Usage cannot be shown"
      actions={<Button onClick={() => void refetch()}>Try again</Button>}
    >
      <p>{error.message}</p>
    </Banner>
  )
}
