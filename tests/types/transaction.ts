// What the compiler must refuse outside a transaction. Never run; see route.ts.
import { appendAudit } from '#platform/audit.ts'
import type { Db, Tx } from '#platform/db/db.ts'
import { enqueue } from '#platform/jobs/job.ts'
import type { Letter, Recipient } from '#platform/mail/letter.ts'
import { mail } from '#platform/mail/outbox.ts'
import type { Platform } from '#platform/platform.ts'

declare const db: Db
declare const event: Parameters<typeof appendAudit>[1]
declare const job: Parameters<typeof enqueue>[1]

/** In a transaction all of them are fine. */
export const right = db.transaction(async (tx) => {
  await appendAudit(tx, event)
  await enqueue(tx, job, {})
})

// @ts-expect-error an audit row outside the transaction of its cause
export const audit = () => appendAudit(db, event)

// @ts-expect-error a job outside the transaction of its cause
export const queued = () => enqueue(db, job, {})

// @ts-expect-error nobody makes a transaction by hand
export const byHand: Tx = { query: db.query, afterCommit: () => {} }

declare const platform: Platform
declare const letter: Letter
declare const to: Recipient

/** A letter commits together with what it tells. */
export const mailed = db.transaction((tx) => mail(tx, platform, to, letter, new Date(0)))

// @ts-expect-error a letter outside the transaction of its cause
export const mailedLoose = () => mail(db, platform, to, letter, new Date(0))
