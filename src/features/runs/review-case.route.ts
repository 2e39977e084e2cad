import { inTeam } from '#access/guard.ts'
import { acceptBaseline } from '#features/projects/public.ts'
import { route } from '#platform/http/route.ts'
import { Review, reviewRefusals } from './contract.ts'
import { verdictOf } from './finish-run.ts'
import { positionOf } from './position.ts'
import { countCases, lockRun, reviewCase, runCaseOf, runOf, settleRun } from './run.queries.ts'
import { seenRun } from './seen.ts'
import { RunView } from './shapes.ts'
import { wholeRunView } from './views.ts'

/** Decides about a changed picture: accepted, it is what later ones are compared with; rejected, the case has failed. */
export const reviewCaseRoute = route({
  method: 'POST',
  path: '/teams/{team}/runs/{id}/cases/{position}/review',
  summary: 'Accept or reject a changed picture',
  access: inTeam('projects.edit', { scope: 'projects:write' }),
  input: Review,
  output: RunView,
  refusals: reviewRefusals,
  audit: 'baseline.reviewed',

  async handle({ who, input, params, db, now, refuse, record }) {
    const { project } = (await seenRun(db, who, params.id)) ?? refuse('not_found')
    const teamId = who.team.id
    return db.transaction(async (tx) => {
      const run = (await lockRun(tx, teamId, params.id)) ?? refuse('not_found')
      const one = (await runCaseOf(tx, teamId, run.id, positionOf(params.position))) ?? refuse('not_found')
      if (!(await reviewCase(tx, one, input.verdict))) refuse('nothing_to_review')
      if (input.verdict === 'accepted' && one.case_id && one.picture_id)
        await acceptBaseline(tx, { teamId, caseId: one.case_id, baselineId: one.picture_id })
      await countCases(tx, teamId, run.id)
      const counted = (await runOf(tx, teamId, run.id)) ?? refuse('not_found')
      await settleRun(tx, counted, verdictOf(counted))
      const target = { kind: 'case', id: one.case_id ?? '' }
      await record(tx, {
        target,
        verdict: input.verdict,
        runId: run.id,
        projectId: project.id,
        name: `${one.suite_name} – ${one.name}`,
      })
      return wholeRunView(tx, (await runOf(tx, teamId, run.id)) ?? counted, project, now)
    })
  },
})
