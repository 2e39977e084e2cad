import { inTeam } from '#access/guard.ts'
import { hours } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { newId } from '#platform/ids.ts'
import { CreateSuite, SuiteView, suiteRefusals } from './contract.ts'
import { lockProject, projectOf } from './project.queries.ts'
import { sightOf } from './sight.ts'
import { isOnSite } from './site.ts'
import { insertSuites, nextSuitePosition } from './suite.queries.ts'
import { countSuites } from './suite-list.queries.ts'
import { suiteView } from './suite-view.ts'

const mostSuites = 20_000

/** Makes a suite by hand, for a page no crawl found or for steps of one's own. */
export const createSuite = route({
  method: 'POST',
  path: '/teams/{team}/projects/{project}/suites',
  summary: 'Make a suite',
  access: inTeam('projects.edit', { scope: 'projects:write' }),
  limit: { per: 'user', max: 300, every: hours(1) },
  input: CreateSuite,
  output: SuiteView,
  status: 201,
  idempotent: true,
  refusals: suiteRefusals,
  audit: 'suite.created',

  async handle({ who, input: { name, pageUrl }, params, db, now, refuse, record }) {
    const { team, user } = who
    const project = (await projectOf(db, sightOf(who), params.project)) ?? refuse('not_found')
    if (!isOnSite(project.base_url, pageUrl)) refuse('other_site', 'pageUrl')
    return db.transaction(async (tx) => {
      if (!(await lockProject(tx, team.id, project.id))) return refuse('not_found')
      if ((await countSuites(tx, team.id, project.id)) >= mostSuites) refuse('too_many_suites')
      const suite = {
        team_id: team.id,
        id: newId('suite'),
        project_id: project.id,
        name,
        page_url: pageUrl,
        source: 'manual' as const,
        left_out: [],
        position: await nextSuitePosition(tx, team.id, project.id),
        created_by: user?.id ?? null,
        version: 1,
        created_at: now,
      }
      await insertSuites(tx, [suite])
      await record(tx, { target: { kind: 'suite', id: suite.id }, name, pageUrl, project: project.name })
      return suiteView({ ...suite, cases: 0, enabled_cases: 0 })
    })
  },
})
