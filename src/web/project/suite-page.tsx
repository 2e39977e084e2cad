import { SuitePage } from '#features/projects/web/suite-page.tsx'
import { RunSuites } from '#features/runs/web/run-suites.tsx'

/** A suite with the button that runs it: two slices that know nothing of each other's pages. */
export const TestedSuitePage = () => (
  <SuitePage
    running={(suite, team) => (
      <RunSuites
        team={team}
        project={suite.project.id}
        suites={[suite.id]}
        reason={suite.enabledCases === 0 ? 'No test of this suite is switched on.' : undefined}
      >
        Run this suite
      </RunSuites>
    )}
  />
)
