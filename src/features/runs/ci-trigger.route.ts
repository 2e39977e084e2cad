import { keyWith } from '#access/key-guard.ts'
import { planOf } from '#access/subscriber.queries.ts'
import { isOnSite } from '#features/projects/public.ts'
import { limitReachedExtra } from '#features/usage/public.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { askedBy } from './asked-by.ts'
import { mayVisit } from './browsers.ts'
import { Trigger, Triggered, triggerRefusals } from './ci-contract.ts'
import { projectMeant } from './ci-project.ts'
import { dashboardOf } from './dashboard.ts'
import { startCrawl } from './start-crawl.ts'
import { startRun } from './start-run.ts'

/** What a pipeline calls: starts a run, or with `crawl` a crawl (facts.md “The CI protocol”). */
export const ciTrigger = route({
  method: 'POST',
  path: '/ci/trigger',
  summary: 'Start a test run or a crawl from a pipeline',
  access: keyWith('runs.start', 'runs:write'),
  limit: { per: 'user', max: 120, every: minutes(10) },
  input: Trigger,
  output: Triggered,
  status: 201,
  alsoStatus: [202, 200],
  idempotent: true,
  refusals: triggerRefusals,
  audit: 'ci.triggered',

  async handle({ who, input, db, now, platform, refuse, record, unchanged, setStatus }) {
    const { selectionStrategy: strategy, browserProfile = 'chromium', baseUrl, suiteIds, caseIds } = input
    if (browserProfile !== 'chromium') refuse('browser_missing', 'browserProfile')
    const meant = (await projectMeant(db, who, input)) ?? refuse('not_found')
    const project = meant === 'several' ? refuse('project_needed', 'projectId') : meant
    if (project.archived_at) refuse('project_archived')
    if (baseUrl && !isOnSite(project.base_url, baseUrl)) refuse('not_on_site', 'baseUrl')
    const by = askedBy(who)
    const named = { projectId: project.id, name: project.name }
    if (input.crawl) {
      const startUrl = baseUrl ?? project.base_url
      if (!(await mayVisit(platform, startUrl))) {
        unchanged()
        setStatus(200)
        const why = 'This address may not be visited from here, or its name is unknown.'
        return { status: 'crawl_failed', error: why, message: why, project_id: project.id }
      }
      return db.transaction(async (tx) => {
        const plan = await planOf(tx, platform.config, who.team.id, now)
        const wish = { startUrl, maxPages: input.maxPages, maxDepth: input.maxDepth }
        const started = await startCrawl(tx, platform, { project, plan, wish, by }, now)
        if ('reached' in started)
          return refuse('limit_reached', { extra: limitReachedExtra(started.reached, who.team.id) })
        const { id } = started.crawl
        await record(tx, { target: { kind: 'crawl', id }, ...named })
        setStatus(202)
        const dashboardUrl = dashboardOf(platform.config, who.team.id, `crawls/${id}`)
        return {
          status: 'crawl_started',
          crawl_id: id,
          project_id: project.id,
          message: `The crawl of ${project.name} has started.`,
          dashboardUrl,
        }
      })
    }
    return db.transaction(async (tx) => {
      const choice = { suiteIds, caseIds, strategy }
      const started = await startRun(tx, platform, { project, choice, by, trigger: 'ci', baseUrl }, now)
      if ('nothing' in started) return refuse('nothing_to_run')
      if ('reached' in started)
        return refuse('limit_reached', { extra: limitReachedExtra(started.reached, who.team.id) })
      const { run } = started
      await record(tx, { target: { kind: 'run', id: run.id }, ...named, tests: run.title, cases: run.total_cases })
      return {
        id: run.id,
        project_id: project.id,
        projectName: project.name,
        status: run.state,
        runType: run.run_type,
        targetIds: run.target_ids,
        createdAt: run.created_at,
        dashboardUrl: dashboardOf(platform.config, who.team.id, `runs/${run.id}`),
      }
    })
  },
})
