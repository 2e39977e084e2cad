import { inTeam } from '#access/guard.ts'
import { may } from '#access/permissions.ts'
import { route } from '#platform/http/route.ts'
import { casesOfSuite } from './case.queries.ts'
import { SuiteWithCases } from './contract.ts'
import { sightOf } from './sight.ts'
import { caseView, suiteView } from './suite-view.ts'
import { seenSuite } from './within-sight.ts'

/** A suite with its cases, also those that are switched off. */
export const showSuite = route({
  method: 'GET',
  path: '/teams/{team}/suites/{suite}',
  summary: 'Show a suite with its cases',
  access: inTeam('projects.view', { scope: 'projects:read' }),
  output: SuiteWithCases,
  versioned: true,

  async handle({ who, params, db, refuse }) {
    const { suite, project } = (await seenSuite(db, sightOf(who), params.suite)) ?? refuse('not_found')
    const cases = await casesOfSuite(db, suite)
    const enabled = cases.filter((one) => one.enabled).length
    return {
      ...suiteView({ ...suite, cases: cases.length, enabled_cases: enabled }),
      project: {
        id: project.id,
        name: project.name,
        baseUrl: project.base_url,
        archived: project.archived_at !== null,
      },
      items: cases.map(caseView),
      mayEdit: may(who.team.role, 'projects.edit'),
    }
  },
})
