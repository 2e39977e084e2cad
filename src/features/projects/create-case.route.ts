import { inTeam } from '#access/guard.ts'
import { hours } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { newId } from '#platform/ids.ts'
import { casesOfSuite, insertCases } from './case.queries.ts'
import { CaseView, CreateCase, caseRefusals } from './contract.ts'
import type { CaseRow } from './rows.ts'
import { sightOf } from './sight.ts'
import { lockSuite } from './suite.queries.ts'
import { caseView } from './suite-view.ts'
import { seenSuite } from './within-sight.ts'

const mostCases = 200

/** Adds a case by hand. Crawls leave it alone. */
export const createCase = route({
  method: 'POST',
  path: '/teams/{team}/suites/{suite}/cases',
  summary: 'Add a case to a suite',
  access: inTeam('projects.edit', { scope: 'projects:write' }),
  limit: { per: 'user', max: 600, every: hours(1) },
  // Forms with many fields and long lists of links are more than most bodies.
  maxBody: 2 * 1024 * 1024,
  input: CreateCase,
  output: CaseView,
  status: 201,
  idempotent: true,
  refusals: caseRefusals,
  audit: 'case.created',

  async handle({ who, input: { name, definition, priority, enabled }, params, db, now, refuse, record }) {
    return db.transaction(async (tx) => {
      const { suite } = (await seenSuite(tx, sightOf(who), params.suite)) ?? refuse('not_found')
      if (!(await lockSuite(tx, who.team.id, suite.id))) return refuse('not_found')
      const others = await casesOfSuite(tx, suite)
      if (others.length >= mostCases) refuse('too_many_cases')
      const made: CaseRow = {
        team_id: who.team.id,
        id: newId('case'),
        suite_id: suite.id,
        name,
        source: 'manual',
        edited: false,
        enabled,
        priority,
        position: Math.max(-1, ...others.map(({ position }) => position)) + 1,
        version: 1,
        created_at: now,
        ...definition,
      }
      await insertCases(tx, [made])
      await record(tx, { target: { kind: 'case', id: made.id }, name, kind: made.kind, suite: suite.name })
      return caseView(made)
    })
  },
})
