import type { Departure } from '#access/departure.ts'
import { appendAudit } from '#platform/audit.ts'
import type { Reader } from '#platform/db/db.ts'
import { exportedReading, logsActedIn } from './departure.queries.ts'
import { entryFrom } from './entry-row.ts'
import { deleteExportFilesOf } from './export-files.queries.ts'
import { entriesAfter, forgetReader } from './list.queries.ts'
import { eraseFromLogs } from './queries.ts'
import { forgetViewMaker } from './views.queries.ts'

/** What leaving means for the log: one's own history goes along, and what is personal in all logs is taken out for good. */
export const auditDeparture: Departure = {
  slice: 'audit',
  belongings: async () => [
    {
      what: 'entries in the audit logs of your teams',
      count: 0,
      stays: true,
      why: 'They stay, without your name, address, browser or what they said about you, because a log with holes proves nothing.',
    },
  ],
  async erase(tx, _platform, userId, now) {
    await forgetViewMaker(tx, userId)
    await forgetReader(tx, userId)
    const touched = (await eraseFromLogs(tx, userId, now)).filter(({ entries }) => entries > 0)
    const logs = touched.map(({ log }) => log)
    await deleteExportFilesOf(tx, userId, logs)
    if (touched.length === 0) return
    await appendAudit(tx, {
      action: 'audit.person_erased',
      subject: { actor: { kind: 'system', id: null }, logs },
      client: null,
      now,
      details: { target: { kind: 'user', id: userId } },
    })
  },
  export: async (on, _platform, userId) => [
    {
      name: 'activity.json',
      says: 'Everything your own log says about your account.',
      content: entriesOf(on, userId),
    },
    {
      name: 'acts-in-teams.json',
      says: 'What the logs of your teams say you did, from which address and browser.',
      content: actsOf(on, userId),
    },
    {
      name: 'audit-reading.json',
      says: 'Views of audit logs you keep, when you read logs, and exports of them you asked for.',
      content: await exportedReading(on, userId),
    },
  ],
}

async function* actsOf(on: Reader, user: string): AsyncGenerator<unknown> {
  for (const log of await logsActedIn(on, user)) yield* entriesOf(on, log, { user })
}

async function* entriesOf(on: Reader, log: string, filters: { user?: string } = {}): AsyncGenerator<unknown> {
  const limit = 1_000
  for (let cursor: { at: Date; id: string } | undefined; ; ) {
    const rows = await entriesAfter(on, log, filters, { cursor, limit })
    for (const row of rows) yield entryFrom(row)
    cursor = rows.at(-1)
    if (rows.length < limit) return
  }
}
