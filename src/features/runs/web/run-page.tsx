import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Banner } from '#web/kit/banner.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { Time } from '#web/kit/time.tsx'
import { PageHeading } from '#web/shell/page-heading.tsx'
import { useTeam } from '#web/team.ts'
import { CaseList } from './case-list.tsx'
import { Comparison } from './comparison.tsx'
import { Progress } from './progress.tsx'
import { RunActions } from './run-actions.tsx'
import { type Run, runQuery } from './run-queries.ts'
import { counted, duration, figures, stateSays, triggerSays } from './run-words.ts'
import css from './runs.module.css'
import { StateMark } from './state-mark.tsx'

/** One run: how it went, or how it is going, and every test of it. */
export function RunPage() {
  const team = useTeam()
  const { run: id } = useParams({ from: '/shell/runs/$run' })
  const { data: run, error } = useQuery(runQuery(team.id, id))
  if (error)
    return (
      <EmptyState title="There is no such run">
        It may have been removed, as results are kept for as long as the plan says.
      </EmptyState>
    )
  if (!run) return <Skeleton lines={6} what="Reading the run" />
  const live = run.state === 'queued' || run.state === 'running'
  return (
    <>
      <Link to="/runs" className={css.back}>
        ← All runs
      </Link>
      <PageHeading title={`${run.project.name}: ${run.title}`} within="Runs">
        <Asked run={run} />
      </PageHeading>
      <div className={css.page}>
        <section className={css.summary} aria-label="How it went">
          <StateMark state={run.state}>{stateSays[run.state]}</StateMark>
          <p className={css.figures}>{figures(run)}</p>
          {run.durationMs !== null && <p className={css.small}>Took {duration(run.durationMs)}</p>}
          {run.baseUrl && <p className={css.small}>On {run.baseUrl}</p>}
          <RunActions run={run} team={team} />
        </section>
        {live && <Live run={run} />}
        {run.problem && (
          <Banner tone="bad" title="This run broke off">
            <p>{run.problem}</p>
          </Banner>
        )}
        {!live && <Comparison team={team.id} run={run.id} />}
        <CaseList team={team} run={run} live={live} />
      </div>
    </>
  )
}

const Asked = ({ run }: { run: Run }) => (
  <>
    Started <Time at={run.createdAt} /> {triggerSays[run.trigger]}
    {run.askedBy.kind !== 'schedule' && `, ${run.askedBy.name}`}
    {run.rerunOf && (
      <>
        {' · '}
        <Link to="/runs/$run" params={{ run: run.rerunOf }}>
          the run before
        </Link>
      </>
    )}
  </>
)

function Live({ run }: { run: Run }) {
  const done = run.passedCases + run.failedCases + run.reviewCases + run.skippedCases
  const says =
    run.state === 'queued'
      ? run.waitsBehind
        ? `Waiting for its turn: ${counted(run.waitsBehind, 'other')} of your team ${run.waitsBehind === 1 ? 'is' : 'are'} before it.`
        : 'Waiting for a browser. It starts as soon as one is free.'
      : `${done} of ${counted(run.totalCases, 'test')} done.`
  return <Progress done={done} of={run.totalCases} says={says} />
}
