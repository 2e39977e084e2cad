import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { Button, buttonClass } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { ItemList } from '#web/kit/item-list.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { addressOf } from '#web/request.ts'
import { PageHeading } from '#web/shell/page-heading.tsx'
import { type Team, useTeam } from '#web/team.ts'
import { CaseForm } from './case-form.tsx'
import { CaseRow } from './case-row.tsx'
import css from './lists.module.css'
import { NotHere } from './not-here.tsx'
import { type FullSuite, suiteQuery } from './queries.ts'
import { SuiteSettings } from './suite-settings.tsx'
import { counted } from './words.ts'

interface SuitePageProps {
  /** A button that runs the suite. */
  running?: (suite: FullSuite, team: Team) => ReactNode
}

/** One suite: its tests, run, switched on and off, changed, added, and exported. */
export function SuitePage({ running }: SuitePageProps) {
  const team = useTeam()
  const { suite: id } = useParams({ from: '/shell/projects/$project/suites/$suite' })
  const { data: suite, error } = useQuery(suiteQuery(team.id, id))
  const [adding, setAdding] = useState(false)
  if (error) return <NotHere what="suite" error={error} />
  if (!suite) return <Skeleton lines={6} what="Reading the suite" />
  const add = suite.mayEdit && !adding && <Button onClick={() => setAdding(true)}>Add a test</Button>
  const spec = addressOf('/teams/{team}/suites/{suite}/spec', { params: { team: team.id, suite: id } })
  return (
    <>
      <Link to="/projects/$project" params={{ project: suite.project.id }} className={css.back}>
        ← {suite.project.name}
      </Link>
      <PageHeading title={suite.name} within={suite.project.name}>
        {summary(suite)}
      </PageHeading>
      <p className={css.note}>
        <a href={suite.pageUrl} target="_blank" rel="noreferrer noopener" className={css.address}>
          {suite.pageUrl}
        </a>
      </p>
      <div className={css.content}>
        <div className={css.bar}>
          <div className={css.together}>
            {running?.(suite, team)}
            {add}
          </div>
          <a className={buttonClass('quiet')} href={spec} download>
            Export as Playwright test
          </a>
        </div>
        {adding && <CaseForm team={team.id} suite={suite} onClose={() => setAdding(false)} />}
        {suite.items.length > 0 ? (
          <ItemList name="Tests">
            {suite.items.map((one) => (
              <CaseRow key={one.id} of={one} team={team.id} suite={suite} />
            ))}
          </ItemList>
        ) : (
          !adding && (
            <EmptyState title="No tests yet">
              Add one: steps that a visitor takes, or what the page should show and how fast.
            </EmptyState>
          )
        )}
      </div>
      {suite.mayEdit && <SuiteSettings team={team.id} suite={suite} />}
    </>
  )
}

function summary({ cases, enabledCases, source }: { cases: number; enabledCases: number; source: string }): string {
  const off = cases - enabledCases
  const made = source === 'crawl' ? 'Made by a crawl' : 'Made by hand'
  if (cases === 0) return `${made}. No tests yet.`
  return `${made}. ${counted(cases, 'test')}${off > 0 ? `, ${off} of them switched off` : ''}.`
}
