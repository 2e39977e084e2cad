import { setTimeout as sleep } from 'node:timers/promises'
import type { Duration } from '../clock.ts'
import type { Platform } from '../platform.ts'
import { button, type Letter, type Recipient } from './letter.ts'
import { mail } from './outbox.ts'

/** What of a test's installation is needed to post letters and look at them. */
interface Installation {
  platform: Platform
  clock: { now(): Date; advance(by: Duration): void }
  drain(): Promise<void>
  sql<R extends object>(text: string, values?: unknown[]): Promise<R[]>
}

/** A letter's row, as far as tests look at it. */
export interface PostedRow {
  id: string
  state: string
  attempts: number
  last_error: string | null
  content: string | null
}

let people = 0

/** A recipient nobody wrote to before. */
export const somebody = (): Recipient => ({
  email: `somebody.${++people}@example.com`,
  fullName: 'Some Body',
  timezone: 'UTC',
})

/** Posts letters in this installation and looks after them. */
export function posting({ platform, clock, drain, sql }: Installation) {
  const letterSaying = (subject: string): Letter => ({
    name: 'test',
    subject,
    preview: subject,
    body: [subject, button('Open', `${platform.config.publicUrl}/verify-email#tok`)],
  })
  // A worker lets go of its last job a moment after it has said that it is done.
  const letGo = async () => {
    const held = "SELECT 1 FROM graphile_worker.jobs WHERE locked_at IS NOT NULL AND locked_by <> 'dead'"
    while ((await sql(held)).length > 0) await sleep(10)
  }
  return {
    letterSaying,
    letGo,
    /** One letter per subject, in one transaction, a millisecond apart. */
    post: (to: Recipient, ...subjects: string[]) =>
      platform.db.transaction(async (tx) => {
        for (const subject of subjects) {
          await mail(tx, platform, to, letterSaying(subject), clock.now())
          clock.advance(1)
        }
      }),
    rows: (to: Recipient) =>
      sql<PostedRow>(
        'SELECT id, state, attempts, last_error, content FROM mail_outbox WHERE recipient = $1 ORDER BY created_at, id',
        [to.email],
      ),
    /** Works the queue off as if every pause between tries were over. */
    drainAgain: async () => {
      await letGo()
      await sql('UPDATE graphile_worker._private_jobs SET run_at = now() WHERE locked_at IS NULL')
      await drain()
    },
    /** Adds two more jobs for each waiting letter. */
    doubleJobs: () =>
      sql(
        `SELECT graphile_worker.add_job('mail.send', json_build_object('id', id)) FROM mail_outbox, generate_series(1, 2)
         WHERE state = 'waiting'`,
      ),
  }
}
