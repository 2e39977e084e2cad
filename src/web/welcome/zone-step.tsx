import { Link } from '@tanstack/react-router'
import { timeInZone } from '#platform/zones.ts'
import { type Account, browserZone } from '../account.ts'
import { useNow } from '../kit/now.ts'
import { answeredZones, sameZone, zonePair } from '../shell/zones-answered.ts'
import { Step } from './step.tsx'

/** The time zone: done when the browser agrees with the profile, or the person said that it need not. */
export function ZoneStep({ account: { timezone } }: { account: Account }) {
  const now = useNow()
  const here = browserZone()
  const settled = sameZone(timezone, here) || answeredZones() === zonePair(timezone, here)
  return (
    <Step title="Check your time zone" done={settled}>
      <p>
        It is {timeInZone(now, timezone)} in {timezone.replaceAll('_', ' ')}. Pages, letters and schedules follow this
        zone. <Link to="/settings/profile">Change it</Link>
      </p>
    </Step>
  )
}
