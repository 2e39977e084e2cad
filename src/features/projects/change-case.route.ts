import { inTeam } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { updateCase } from './case.queries.ts'
import { changesOf } from './changes.ts'
import { CaseView, caseRefusals, UpdateCase } from './contract.ts'
import { sightOf } from './sight.ts'
import { caseView } from './suite-view.ts'
import { seenCase } from './within-sight.ts'

/** Renames a case, switches it on or off, or changes what is expected. What a person changed, crawls leave alone. */
export const changeCase = route({
  method: 'PATCH',
  path: '/teams/{team}/cases/{case}',
  summary: 'Change a case',
  access: inTeam('projects.edit', { scope: 'projects:write' }),
  limit: { per: 'user', max: 600, every: minutes(10) },
  // Forms with many fields and long lists of links are more than most bodies.
  maxBody: 2 * 1024 * 1024,
  input: UpdateCase,
  output: CaseView,
  versioned: true,
  refusals: { kind_fixed: caseRefusals.kind_fixed },
  audit: 'case.changed',

  async handle({ who, input, params, db, expectedVersion, refuse, record, unchanged }) {
    return db.transaction(async (tx) => {
      const { seen, suite } = (await seenCase(tx, sightOf(who), params.case)) ?? refuse('not_found')
      const current = () => ({ extra: { current: caseView(seen) } })
      if (seen.version !== expectedVersion) return refuse('changed_meanwhile', current())
      const { name, definition, priority, enabled } = input
      if (definition && definition.kind !== seen.kind) refuse('kind_fixed', 'definition.kind')
      const { changes, columns } = changesOf(seen, {
        name: ['name', name],
        priority: ['priority', priority],
        enabled: ['enabled', enabled],
        expected: ['params', definition?.params],
      })
      if (Object.keys(changes).length === 0) {
        unchanged()
        return caseView(seen)
      }
      const saved = await updateCase(tx, seen, { ...columns, ...(columns.params && { edited: true }) })
      if (!saved) return refuse('changed_meanwhile', current())
      const { expected, ...others } = changes
      // What a step types may be a password of a test account, and lists of links are long: the log says that they changed.
      const said = {
        name: seen.name,
        suite: suite.name,
        changes: others,
        ...(expected && { expectationsChanged: true }),
      }
      await record(tx, { target: { kind: 'case', id: seen.id }, ...said })
      return caseView(saved)
    })
  },
})
