import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import { minutes } from '#platform/clock.ts'
import { api } from '#web/client.ts'
import { Banner } from '#web/kit/banner.tsx'
import { buttonClass } from '#web/kit/button.tsx'
import { Time } from '#web/kit/time.tsx'
import { useMaybeTeam } from '#web/team.ts'
import css from './past-due-banner.module.css'

/** Tells everybody in a team whose payment failed what happens when; who can put it right is led there. */
export function PastDueBanner() {
  const team = useMaybeTeam()
  const { pathname } = useLocation()
  const { data } = useQuery({
    queryKey: ['billing-standing', team?.id],
    queryFn: ({ signal }) => api.get('/teams/{team}/billing/standing', { params: { team: team?.id ?? '' }, signal }),
    enabled: team !== null,
    staleTime: minutes(5),
  })
  if (!team || !data?.pastDue) return null
  const { graceEndsAt, nextTryAt } = data.pastDue
  const pays = team.role === 'owner' || team.role === 'billing'
  // The tab itself says more, and has the button.
  if (pays && pathname === '/settings/billing') return null
  return (
    <div className={css.place}>
      <Banner
        tone="bad"
        title={`A payment for ${team.name} failed`}
        actions={
          pays && (
            <Link to="/settings/billing" hash="payment" className={buttonClass()}>
              Fix the payment
            </Link>
          )
        }
      >
        <p>
          {nextTryAt && (
            <>
              It is tried again on <Time at={nextTryAt} show="date" />.{' '}
            </>
          )}
          {data.planName} stays until <Time at={graceEndsAt} show="date" />; after that the team is on {data.basicPlan}{' '}
          and nothing is lost.{!pays && ' The owner can fix it.'}
        </p>
      </Banner>
    </div>
  )
}
