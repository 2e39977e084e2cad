import { inTeam } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { SuiteView, UpdateSuite } from './contract.ts'
import { sightOf } from './sight.ts'
import { updateSuite } from './suite.queries.ts'
import { listedSuites } from './suite-list.queries.ts'
import { suiteView } from './suite-view.ts'
import { seenSuite } from './within-sight.ts'

/** Renames a suite. Crawls leave the name alone. */
export const changeSuite = route({
  method: 'PATCH',
  path: '/teams/{team}/suites/{suite}',
  summary: 'Rename a suite',
  access: inTeam('projects.edit', { scope: 'projects:write' }),
  limit: { per: 'user', max: 300, every: minutes(10) },
  input: UpdateSuite,
  output: SuiteView,
  versioned: true,
  audit: 'suite.changed',

  async handle({ who, input: { name }, params, db, expectedVersion, refuse, record, unchanged }) {
    const teamId = who.team.id
    return db.transaction(async (tx) => {
      if (!(await seenSuite(tx, sightOf(who), params.suite))) return refuse('not_found')
      const [seen] = await listedSuites(tx, teamId, { id: params.suite, limit: 1 })
      if (!seen) return refuse('not_found')
      const current = () => ({ extra: { current: suiteView(seen) } })
      if (seen.version !== expectedVersion) return refuse('changed_meanwhile', current())
      if (name === undefined || name === seen.name) {
        unchanged()
        return suiteView(seen)
      }
      const saved = await updateSuite(tx, seen, { name })
      if (!saved) return refuse('changed_meanwhile', current())
      await record(tx, { target: { kind: 'suite', id: seen.id }, changes: { name: { from: seen.name, to: name } } })
      return suiteView({ ...seen, ...saved })
    })
  },
})
