import { inTeam } from '#access/guard.ts'
import { projectOf, sightOf } from '#features/projects/public.ts'
import { route } from '#platform/http/route.ts'
import { trendOf } from './history.queries.ts'
import { durationOf } from './rules.ts'
import { TrendView } from './shapes.ts'

const shown = 30

/** The last runs of a project, oldest first. */
export const showTrend = route({
  method: 'GET',
  path: '/teams/{team}/projects/{project}/trend',
  summary: 'Show how a project’s last test runs went',
  access: inTeam('runs.view', { scope: 'runs:read' }),
  output: TrendView,

  async handle({ who, params, db, refuse }) {
    const project = (await projectOf(db, sightOf(who), params.project)) ?? refuse('not_found')
    const runs = await trendOf(db, who.team.id, project.id, shown)
    return {
      items: runs.map((run) => ({
        id: run.id,
        state: run.state,
        passedCases: run.passed_cases,
        failedCases: run.failed_cases,
        reviewCases: run.review_cases,
        skippedCases: run.skipped_cases,
        durationMs: durationOf(run),
        createdAt: run.created_at,
      })),
    }
  },
})
