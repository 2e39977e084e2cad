import { Link } from '@tanstack/react-router'
import { useWelcome } from '#features/auth/web/welcome-query.ts'
import { useAccount } from '../account.ts'
import { buttonClass } from '../kit/button.tsx'
import { PageHeading } from '../shell/page-heading.tsx'
import { useMaybeTeam } from '../team.ts'
import { SendVerification } from './send-verification.tsx'
import { Step } from './step.tsx'
import { setsUp, useTeamState } from './team-state.ts'
import { TeamSteps } from './team-steps.tsx'
import css from './welcome-page.module.css'
import { ZoneStep } from './zone-step.tsx'

/** The first page after signing up, and home: what is done, what is left. */
export function WelcomePage() {
  const account = useAccount()
  const { mailHeld } = useWelcome()
  const missing = [!account.avatarUrl && 'a picture', !account.jobTitle && 'your job title'].filter(
    (one) => one !== false,
  )
  const team = useMaybeTeam()
  const state = useTeamState(team)
  const steps = state ? [state.site !== null, state.crawled, state.company] : []
  const left = [account.emailVerified, missing.length === 0, ...steps].filter((done) => !done).length
  return (
    <>
      <PageHeading title={`Welcome, ${account.fullName.split(/\s+/)[0]}`}>{inWords(left)}</PageHeading>
      <ol className={css.steps}>
        {setsUp(team) && state && <TeamSteps team={team} state={state} />}
        <Step title="Verify your e-mail address" done={account.emailVerified}>
          {account.emailVerified ? (
            <p>Letters about your account go to {account.email}.</p>
          ) : (
            <SendVerification email={account.email} mailHeld={mailHeld} isOperator={account.isOperator} />
          )}
        </Step>
        <ZoneStep account={account} />
        <Step title="Complete your profile" done={missing.length === 0}>
          {missing.length === 0 ? (
            <p>Your team sees your picture and what you do.</p>
          ) : (
            <>
              <p>Your team recognises you more easily with {new Intl.ListFormat('en').format(missing)}.</p>
              <div>
                <Link to="/settings/profile" className={buttonClass('plain')}>
                  Open your profile
                </Link>
              </div>
            </>
          )}
        </Step>
      </ol>
    </>
  )
}

function inWords(left: number): string {
  if (left === 0) return 'Everything is set up. Your settings are always behind your picture, top right.'
  return left === 1
    ? 'One thing is left to do. It takes a minute.'
    : `${left} things are left to do. Each takes a minute.`
}
