import { ProjectPage } from '#features/projects/web/project-page.tsx'
import { RunSuites } from '#features/runs/web/run-suites.tsx'
import { TestingCard } from '#features/runs/web/testing-card.tsx'

/** A project with what tests it: two slices that know nothing of each other's pages. */
export const TestedProjectPage = () => (
  <ProjectPage
    testing={(project, team) => <TestingCard project={project} team={team} />}
    running={(project, team, suites) => (
      <RunSuites team={team} project={project.id} suites={suites}>
        {suites.length === 1 ? 'Run the chosen suite' : `Run the ${suites.length} chosen suites`}
      </RunSuites>
    )}
  />
)
