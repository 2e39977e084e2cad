import { Link } from '@tanstack/react-router'
import { buttonClass } from '../kit/button.tsx'
import { settingsTabs } from '../shell/settings-tabs.ts'
import type { Team } from '../team.ts'
import { Step } from './step.tsx'
import type { TeamState } from './team-state.ts'

const teamTab = settingsTabs.find(({ path }) => (path as string) === 'team')

/** What a team does first: add a site, crawl it, and let others or programs in. Only what this person's role allows is asked of them. */
export function TeamSteps({ team, state }: { team: Team; state: TeamState }) {
  return (
    <>
      <Step title="Add a site" done={state.site !== null}>
        {state.site ? (
          <p>
            <Link to="/projects">Your projects</Link> hold what is tested, and when.
          </p>
        ) : (
          <>
            <p>Give the address of a site of yours. {team.name} begins with it.</p>
            <div>
              <Link to="/projects" className={buttonClass('primary')}>
                Add your first site
              </Link>
            </div>
          </>
        )}
      </Step>
      <Step title="Crawl it" done={state.crawled}>
        {state.crawled ? (
          <p>Its pages have tests. Run them when you like, on a schedule, or from CI.</p>
        ) : (
          <>
            <p>A crawl looks at every page in a real browser and makes tests of what it finds.</p>
            {state.site && (
              <div>
                <Link to="/projects/$project" params={{ project: state.site }} className={buttonClass('plain')}>
                  Open the project
                </Link>
              </div>
            )}
          </>
        )}
      </Step>
      <Step title="Invite someone, or make a key" done={state.company}>
        {state.company ? (
          <p>You are not alone here any more.</p>
        ) : (
          <>
            <p>Colleagues see the same results; an API key lets your pipeline start runs.</p>
            <div>
              {teamTab && (
                <Link to={`/settings/${teamTab.path}`} className={buttonClass('plain')}>
                  Invite someone
                </Link>
              )}{' '}
              <Link to="/settings/security" hash="api-keys" className={buttonClass('plain')}>
                Make a key
              </Link>
            </div>
          </>
        )}
      </Step>
    </>
  )
}
