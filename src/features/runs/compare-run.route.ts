import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { compareCases } from './compare-cases.ts'
import { runBefore } from './history.queries.ts'
import { runCases } from './run.queries.ts'
import { seenRun } from './seen.ts'
import { ComparisonView } from './shapes.ts'

/** How a run differs from the last one before it that tested some of the same. */
export const compareRun = route({
  method: 'GET',
  path: '/teams/{team}/runs/{id}/comparison',
  summary: 'Compare a test run with the one before',
  access: inTeam('runs.view', { scope: 'runs:read' }),
  output: ComparisonView,

  async handle({ who, params, db, refuse }) {
    const { run } = (await seenRun(db, who, params.id)) ?? refuse('not_found')
    const before = await runBefore(db, run)
    const cases = await runCases(db, who.team.id, run.id)
    const earlier = before ? await runCases(db, who.team.id, before.id) : []
    const {
      id,
      state,
      created_at: createdAt,
    } = before ?? { id: '', state: 'completed' as const, created_at: run.created_at }
    return { before: before ? { id, state, createdAt } : null, ...compareCases(cases, before ? earlier : cases) }
  },
})
