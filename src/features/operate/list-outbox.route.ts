import { operator } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { OutboxQuery, OutboxView } from './contract.ts'
import { cursorAfter } from './cursor.ts'
import { letterView } from './letter-view.ts'
import { lettersAfter } from './queries.ts'

/** The outbox, newest first, without what the letters say. */
export const listOutbox = route({
  method: 'GET',
  path: '/operate/outbox',
  summary: 'List letters in the outbox',
  access: operator(),
  query: OutboxQuery,
  output: OutboxView,

  async handle({ query: { cursor, limit }, db, platform: { config } }) {
    const rows = await lettersAfter(db, cursor, limit + 1)
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    return {
      items: page.map((row) => letterView(row, config)),
      nextCursor: rows.length > limit && last ? cursorAfter(last) : null,
      contentShown: config.loopback,
    }
  },
})
