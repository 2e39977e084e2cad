import { type Duration, hours, later, minutes, seconds } from '#platform/clock.ts'
import { hmac } from '#platform/crypto/secrets.ts'
import type { Platform } from '#platform/platform.ts'
import type { LogEntry } from './entry.ts'
import { entryFrom } from './entry-row.ts'
import { hiddenOf } from './proof-view.ts'
import { type EntryRow, type LeafRow, leavesWithEntries } from './queries.ts'
import { type StreamRow, settleDelivery, takeDueStreams } from './streams.queries.ts'
import { framed, syslogMessage } from './syslog.ts'

const atOnce = 100
const timeout = seconds(10)
const streamsAtOnce = 20

/** An entry under its number in the log, from 1. `entry` is null where it is past its retention: the number is told, so that no gap opens. */
interface Sent {
  sequence: number
  entry: LogEntry | null
}

/** Sends what is sealed and not yet sent, in the order of the tree, to every stream that is due. */
export async function deliverStreams(platform: Platform, now: Date): Promise<number> {
  let delivered = 0
  for (;;) {
    const due = await takeDueStreams(platform.db, now, later(now, minutes(1)), streamsAtOnce)
    if (due.length === 0) return delivered
    delivered += (await Promise.all(due.map((stream) => deliver(platform, stream, now)))).reduce(
      (sum, count) => sum + count,
      0,
    )
  }
}

async function deliver(platform: Platform, stream: StreamRow, now: Date): Promise<number> {
  const { db, log } = platform
  const leaves = await leavesWithEntries(db, stream.team_id, stream.next, stream.next + atOnce - 1)
  const entries = leaves.map(sentFrom)
  try {
    if (entries.length > 0) await (stream.kind === 'webhook' ? postWebhook : pourSyslog)(platform, stream, entries)
    await settleDelivery(db, stream, {
      next: stream.next + Math.max(entries.length, 1),
      failures: 0,
      due_at: now,
      sent_at: now,
    })
    return entries.length
  } catch (error) {
    log.warn({ err: error, stream: stream.id }, 'entries of the audit log could not be sent on')
    const failures = stream.failures + 1
    await settleDelivery(db, stream, { failures, due_at: later(now, pauseAfter(failures)) })
    return 0
  }
}

/** 5 s, 10 s, 20 s … up to an hour; never given up, because a gap cannot be mended by the next entry. */
const pauseAfter = (failures: number): Duration => Math.min(seconds(5) * 2 ** (failures - 1), hours(1))

const sentFrom = (row: LeafRow): Sent => ({
  sequence: row.idx + 1,
  entry: row.id === null ? null : entryFrom(row as EntryRow, hiddenOf(row)),
})

async function postWebhook({ outbound, sealer }: Platform, stream: StreamRow, entries: Sent[]): Promise<void> {
  const body = JSON.stringify({ type: 'audit.entries', stream: stream.id, log: stream.team_id, entries })
  const key = sealer.open(stream.secret, stream.id)
  const headers = {
    'content-type': 'application/json',
    'x-aegisrunner-signature': `sha256=${hmac(key, body).toString('hex')}`,
  }
  const { status } = await outbound.fetch(stream.address, {
    method: 'POST',
    headers,
    body,
    timeout,
    maxBytes: 64 * 1024,
  })
  if (status < 200 || status > 299) throw new Error(`answered ${status}`)
}

async function pourSyslog({ outbound, config }: Platform, stream: StreamRow, entries: Sent[]): Promise<void> {
  const host = new URL(config.publicUrl).hostname
  const messages = entries.flatMap(({ entry, sequence }) => (entry ? [syslogMessage(entry, sequence, host)] : []))
  if (messages.length > 0) await outbound.pour(stream.address, framed(messages), { timeout })
}
