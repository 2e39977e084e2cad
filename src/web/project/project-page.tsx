import { ProjectPage } from '#features/projects/web/project-page.tsx'
import { TestingCard } from '#features/runs/web/testing-card.tsx'

/** A project with what tests it: two slices that know nothing of each other's pages. */
export const TestedProjectPage = () => (
  <ProjectPage testing={(project, team) => <TestingCard project={project} team={team} />} />
)
