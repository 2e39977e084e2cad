import { z } from 'zod'
import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { casesOfSuite } from './case.queries.ts'
import { sightOf } from './sight.ts'
import { specName, specOf } from './spec.ts'
import { seenSuite } from './within-sight.ts'

/** A suite as a Playwright test file that runs as it is: the cases that are switched on, one test each. */
export const exportSpec = route({
  method: 'GET',
  path: '/teams/{team}/suites/{suite}/spec',
  summary: 'Export a suite as a Playwright test',
  access: inTeam('projects.view', { scope: 'projects:read' }),
  output: z.instanceof(Buffer),
  media: 'text/plain; charset=utf-8',

  async handle({ who, params, db, refuse, setHeader }) {
    const { suite } = (await seenSuite(db, sightOf(who), params.suite)) ?? refuse('not_found')
    const cases = (await casesOfSuite(db, suite)).filter(({ enabled }) => enabled)
    setHeader('Content-Disposition', `attachment; filename="${specName(suite)}"`)
    return Buffer.from(specOf(suite, cases), 'utf8')
  },
})
