import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '#web/kit/button.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import type { Team } from '#web/team.ts'
import { CaseItem } from './case-item.tsx'
import { casesQuery, type Run, type RunCase } from './run-queries.ts'
import css from './runs.module.css'
import { bySameCause } from './same-cause.ts'
import { useLastLook } from './use-last-look.ts'

/** The tests of a run, suite by suite. Those that need somebody come first; what passed can be folded out. */
export function CaseList({ team, run, live }: { team: Team; run: Run; live: boolean }) {
  const { data, refetch } = useQuery(casesQuery(team.id, run.id, live))
  useLastLook(live, refetch)
  const [all, setAll] = useState(false)
  if (!data) return <Skeleton lines={5} what="Reading the tests" />
  // A picture somebody has just accepted stays in sight: what was done is seen.
  const telling = data.items.filter(
    ({ state, flaky, reviewedAs }) => state === 'failed' || state === 'needs_review' || flaky || reviewedAs !== null,
  )
  const quiet = telling.length > 0 && !all
  const shown = quiet ? telling : data.items
  return (
    <section aria-label="Tests" className={css.cases}>
      {suitesOf(shown).map(([suite, cases]) => (
        <div key={suite} className={css.suite}>
          <h2>{suite}</h2>
          <ul>
            {bySameCause(cases).map(({ one, same }) => (
              <li key={one.position}>
                <CaseItem one={one} same={same} team={team} run={run} />
              </li>
            ))}
          </ul>
        </div>
      ))}
      {telling.length > 0 && telling.length < data.items.length && (
        <div>
          <Button look="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'Show only what needs attention' : `Show all ${data.items.length} tests`}
          </Button>
        </div>
      )}
    </section>
  )
}

function suitesOf(cases: readonly RunCase[]): [string, RunCase[]][] {
  const suites = new Map<string, RunCase[]>()
  for (const one of cases) suites.set(one.suiteName, [...(suites.get(one.suiteName) ?? []), one])
  return [...suites]
}
