import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { AuditLogView, AuditQuery, auditRefusals } from './contract.ts'
import { cursorAfter } from './cursor.ts'
import { entryView, learnNames, type Names } from './entry-view.ts'
import { entriesAfter } from './list.queries.ts'
import { openLog } from './reading.ts'

/** The log of a team, newest first. Pages stay right while entries arrive: each begins after an entry, not after a number of them. */
export const listEntries = route({
  method: 'GET',
  path: '/teams/{team}/audit',
  summary: 'List audit log entries',
  access: inTeam('audit.view', { scope: 'audit:read' }),
  query: AuditQuery,
  output: AuditLogView,
  refusals: auditRefusals,
  audit: 'audit.read',

  async handle(handling) {
    await openLog(handling)
    const { who, db, query } = handling
    const { cursor, limit, ...filters } = query
    const rows = await entriesAfter(db, who.team.id, filters, { cursor, limit: limit + 1 })
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    const names: Names = new Map()
    await learnNames(db, page, names)
    return {
      items: page.map((row) => entryView(row, names)),
      nextCursor: rows.length > limit && last ? cursorAfter(last) : null,
    }
  },
})
