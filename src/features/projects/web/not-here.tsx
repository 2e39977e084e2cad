import { Link } from '@tanstack/react-router'
import { ApiRefusal } from '#web/api-refusal.ts'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { PageHeading } from '#web/shell/page-heading.tsx'

/** What was looked for is not in this team, or no more. Any other trouble is the page's own. */
export function NotHere({ what, error }: { what: 'project' | 'suite'; error: Error }) {
  if (!(error instanceof ApiRefusal) || error.code !== 'not_found') throw error
  return (
    <>
      <PageHeading title={`No such ${what}`} within="Projects" />
      <EmptyState title={`This ${what} is not here`} action={<Link to="/projects">All projects</Link>}>
        It was deleted, or it belongs to another team than the one you are looking at.
      </EmptyState>
    </>
  )
}
