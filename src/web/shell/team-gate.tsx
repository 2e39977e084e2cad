import { Link, useLocation } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { Banner } from '../kit/banner.tsx'
import { Button, buttonClass } from '../kit/button.tsx'
import { DialogActions } from '../kit/dialog.tsx'
import { useNow } from '../kit/now.ts'
import { Time } from '../kit/time.tsx'
import { LeaveTeam } from '../leave-team.tsx'
import { useMaybeTeam } from '../team.ts'
import { QuietPage } from './quiet-page.tsx'

// A person's own pages, and the way out.
const personal = /^\/(welcome|operate\/|settings\/?$|settings\/(profile|security)$)/

/**
 * Where a team asks for two-factor authentication that its member does not have: before the day a banner, from then on a page that leads to
 * setting it up in place of everything of that team. Their own account and other teams stay open.
 */
export function TeamGate({ children }: { children: ReactNode }) {
  const team = useMaybeTeam()
  const pathname = useLocation({ select: (location) => location.pathname })
  const now = useNow()
  const [leaving, setLeaving] = useState(false)
  const due = team?.twoFactorDue
  if (!team || !due) return children
  const action = (
    <Link to="/settings/security" hash="two-factor" className={buttonClass('primary')}>
      Set up two-factor authentication
    </Link>
  )
  if (new Date(due) > now || personal.test(pathname))
    return (
      <>
        <Banner
          tone="warn"
          title={`${team.name} asks for two-factor authentication`}
          actions={pathname === '/settings/security' ? undefined : action}
        >
          {new Date(due) > now ? (
            <>
              From <Time at={due} show="date" /> on you need it to act in this team.
            </>
          ) : (
            'Until you have set it up, this team stays closed to you. Your role and your seat are kept.'
          )}
        </Banner>
        {children}
      </>
    )
  return (
    <QuietPage
      title={`${team.name} asks for two-factor authentication`}
      lead="Set it up, and everything here is open to you again at once. It takes a minute and an authenticator app on your phone."
    >
      <p>You keep your role and your seat meanwhile. Your account and your other teams are not affected.</p>
      {leaving ? (
        <LeaveTeam team={team} onStay={() => setLeaving(false)} />
      ) : (
        <DialogActions>
          {action}
          <Button look="quiet" onClick={() => setLeaving(true)}>
            Leave this team
          </Button>
        </DialogActions>
      )}
    </QuietPage>
  )
}
