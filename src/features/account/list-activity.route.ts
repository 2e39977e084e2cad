import { type Facts, isRefusal, sentenceOf } from '#access/activity-sentences.ts'
import { deviceName } from '#access/device-name.ts'
import { signedIn } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { type ActivityRow, eventsAfter } from './activity.queries.ts'
import { Activity, ActivityQuery } from './contract.ts'

/** One's own security events, on every plan (security.md “Audit”), newest first. */
export const listActivity = route({
  method: 'GET',
  path: '/account/activity',
  summary: 'List your own security events',
  access: signedIn(),
  query: ActivityQuery,
  output: Activity,

  async handle({ who, query: { cursor, limit }, db }) {
    const rows = await eventsAfter(db, who.user.id, cursor, limit + 1)
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    return {
      items: page.map((row) => viewOf(row, who.session.id)),
      nextCursor: rows.length > limit && last ? `${last.at.getTime()}-${last.id}` : null,
    }
  },
})

function viewOf(row: ActivityRow, session: string) {
  const facts = row.details as Facts
  return {
    id: row.id,
    at: row.at,
    action: row.action,
    says: sentenceOf(row.action, facts),
    refused: isRefusal(facts),
    here: row.session_id === session,
    device: row.user_agent === null ? null : deviceName(row.user_agent),
    ip: row.ip,
    changes: Object.entries(facts.changes ?? {}).map(([field, { from, to }]) => ({
      field,
      from: inText(from),
      to: inText(to),
    })),
  }
}

const inText = (value: unknown): string | null =>
  value === null || value === undefined || value === ''
    ? null
    : typeof value === 'string'
      ? value
      : JSON.stringify(value)
