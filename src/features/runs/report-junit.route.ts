import { keyWith } from '#access/key-guard.ts'
import { limitReachedExtra, useUp } from '#features/usage/public.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { newId } from '#platform/ids.ts'
import { askedBy } from './asked-by.ts'
import { ReportQuery, reportRefusals, Triggered } from './ci-contract.ts'
import { projectMeant } from './ci-project.ts'
import { dashboardOf } from './dashboard.ts'
import { finishRun } from './finish-run.ts'
import { readJunit } from './read-junit.ts'
import { insertRun, runOf } from './run.queries.ts'

const largest = 5 * 1024 * 1024

/** Takes the JUnit report of another tool as a run: counted, listed and told of like any other. */
export const reportJunit = route({
  method: 'POST',
  path: '/reports/junit',
  summary: 'Take a JUnit report as a test run',
  access: keyWith('runs.start', 'runs:write'),
  limit: { per: 'user', max: 120, every: minutes(10) },
  query: ReportQuery,
  rawBody: ['application/xml', 'text/xml'],
  maxBody: largest,
  output: Triggered,
  status: 201,
  refusals: reportRefusals,
  audit: 'run.reported',

  async handle({ who, query, raw, db, now, platform, refuse, record }) {
    const meant = (await projectMeant(db, who, query)) ?? refuse('not_found')
    const project = meant === 'several' ? refuse('project_needed', 'projectId') : meant
    if (project.archived_at) refuse('project_archived')
    const reported = casesOf(raw) ?? refuse('not_junit')
    const id = newId('run')
    const { team_id: teamId } = project
    return db.transaction(async (tx) => {
      const use = { teamId, meter: 'runs' as const, eventId: id, projectId: project.id, keyId: who.key?.id ?? null }
      const reached = await useUp(tx, platform, use, now)
      if (reached) return refuse('limit_reached', { extra: limitReachedExtra(reached, teamId) })
      const title = query.name?.trim() || 'JUnit report'
      const run = {
        team_id: teamId,
        id,
        project_id: project.id,
        state: 'running' as const,
        trigger: 'report' as const,
        run_type: 'report' as const,
        target_ids: [],
        title,
        base_url: null,
        asked_by: askedBy(who),
        schedule_id: null,
        rerun_of: null,
        total_cases: reported.length,
        created_at: now,
        started_at: now,
        finished_at: null,
      }
      await insertRun(tx, run, reported.map(caseOfReport))
      await finishRun(tx, platform, run, now)
      await record(tx, {
        target: { kind: 'run', id },
        projectId: project.id,
        name: project.name,
        tests: title,
        cases: reported.length,
      })
      const { state } = (await runOf(tx, teamId, id)) ?? run
      const dashboardUrl = dashboardOf(platform.config, teamId, `runs/${id}`)
      return {
        id,
        project_id: project.id,
        projectName: project.name,
        status: state,
        runType: 'report',
        targetIds: [],
        createdAt: now,
        dashboardUrl,
      }
    })
  },
})

// Whatever is wrong with it, it is no report; a report without a test says nothing.
function casesOf(raw: Buffer | undefined): ReturnType<typeof readJunit> | null {
  if (!raw) return null
  try {
    const cases = readJunit(new TextDecoder('utf-8', { fatal: true }).decode(raw))
    return cases.length > 0 ? cases : null
  } catch {
    return null
  }
}

const caseOfReport = (one: ReturnType<typeof readJunit>[number], position: number) => ({
  position,
  case_id: null,
  suite_id: null,
  suite_name: one.suiteName,
  page_url: null,
  name: one.name,
  definition: null,
  state: one.state,
  duration_ms: one.durationMs,
  failure_type: one.state === 'failed' ? 'reported' : null,
  message: one.message,
})
