import { Link } from '@tanstack/react-router'
import { Suspense } from 'react'
import { Section } from '#web/kit/section.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { useMaybeTeam } from '#web/team.ts'
import { MyGrid } from './my-grid.tsx'

/** Settings → Profile → Notification Preferences: the grid, and the way to everything about it. */
export function NotificationsCard() {
  const team = useMaybeTeam()
  // An auditor of a team is told nothing of it.
  if (!team || team.role === 'auditor') return null
  return (
    <Section
      id="notifications"
      title="Notification Preferences"
      description={
        <>
          Configure how you receive notifications of {team.name}. Everything also stands in your inbox.{' '}
          <Link to="/settings/notifications">Quiet hours, Slack, webhooks and deliveries</Link>
        </>
      }
    >
      <Suspense fallback={<Skeleton lines={6} what="Reading your preferences" />}>
        <MyGrid />
      </Suspense>
    </Section>
  )
}
