import { useQuery } from '@tanstack/react-query'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { StepUpRemaining } from '#web/kit/step-up-remaining.tsx'
import { useAnchor } from '#web/settings/anchor.ts'
import { PageHeading } from '#web/shell/page-heading.tsx'
import { useMaybeTeam } from '#web/team.ts'
import { LeaveCard } from './leave-card.tsx'
import { MembersCard } from './members-card.tsx'
import { policyQuery, teamQuery } from './members-query.ts'
import { NoTeam } from './no-team.tsx'
import { OwnershipCard } from './ownership-card.tsx'
import { RemovedCard } from './removed-card.tsx'
import { RulesCard } from './rules-card.tsx'
import { TeamNameCard } from './team-name-card.tsx'

/** Settings → Team: who belongs to it and what they may do, its rules, who owns it, and its end. */
export function TeamTab() {
  const team = useMaybeTeam()
  return (
    <>
      <PageHeading level={2} title="Team" within="Settings" />
      {team ? <Cards key={team.id} team={team} /> : <NoTeam />}
    </>
  )
}

function Cards({ team }: { team: NonNullable<ReturnType<typeof useMaybeTeam>> }) {
  useAnchor()
  const { data } = useQuery(teamQuery(team.id))
  const policy = useQuery(policyQuery(team.id))
  const manages = team.role === 'owner' || team.role === 'admin'
  if (!data) return <Skeleton lines={6} what="Loading the team" />
  return (
    <>
      <StepUpRemaining />
      {team.role !== 'auditor' && <MembersCard team={team} />}
      {manages && <RemovedCard team={team.id} />}
      {manages && <TeamNameCard team={data} />}
      {policy.data && <RulesCard team={team} policy={policy.data} />}
      {(team.role === 'owner' || data.ownershipOffer) && <OwnershipCard team={data} />}
      <LeaveCard team={data} />
    </>
  )
}
