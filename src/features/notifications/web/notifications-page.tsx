import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Suspense } from 'react'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { Section } from '#web/kit/section.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { useAnchor } from '#web/settings/anchor.ts'
import { PageHeading } from '#web/shell/page-heading.tsx'
import { useMaybeTeam, useTeam } from '#web/team.ts'
import { DeliveriesCard } from './deliveries-card.tsx'
import { MyGrid } from './my-grid.tsx'
import { ProjectsCard } from './projects-card.tsx'
import { preferencesQuery } from './queries.ts'
import { RhythmCard } from './rhythm-card.tsx'
import { SlackCard } from './slack-card.tsx'
import { TeamDefaultsCard } from './team-defaults-card.tsx'
import { WebhooksCard } from './webhooks-card.tsx'

/** Settings → Notifications: everything about what one is told, how, and what became of it. */
export function NotificationsPage() {
  const team = useMaybeTeam()
  return (
    <>
      <PageHeading level={2} title="Notifications" within="Settings">
        <Link to="/settings/profile" hash="notifications">
          Profile
        </Link>{' '}
        · Notifications{team && ` of ${team.name}`}
      </PageHeading>
      {!team || team.role === 'auditor' ? (
        <EmptyState title="Nothing is told to your role">
          Auditors read the audit log. Ask an owner for another role to be told of runs, usage or billing.
        </EmptyState>
      ) : (
        <Suspense fallback={<Skeleton lines={8} what="Reading your preferences" />}>
          <Cards />
        </Suspense>
      )}
    </>
  )
}

function Cards() {
  useAnchor()
  const { id, name } = useTeam()
  const { data } = useSuspenseQuery(preferencesQuery(id))
  return (
    <>
      <Section
        id="preferences"
        title="What you are told"
        description="None ticked means none. Test failures and completed runs that come within five minutes are one message."
      >
        <MyGrid />
      </Section>
      <ProjectsCard />
      <RhythmCard />
      <SlackCard />
      <DeliveriesCard />
      {data.mayManage && <TeamDefaultsCard team={name} />}
      {data.mayManage && <WebhooksCard />}
    </>
  )
}
