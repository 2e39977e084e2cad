import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { days, later } from '../clock.ts'
import { type SealedPlace, sealedWith } from '../crypto/reseal.ts'
import type { Sealer } from '../crypto/seal.ts'
import type { Db, Tx } from '../db/db.ts'
import { refuseCommon } from './refusal.ts'

interface IdempotencyTable {
  owner: string
  key: string
  request_hash: string
  status: number
  body: string
  expires_at: Date
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    idempotency_keys: IdempotencyTable
  }
}

/** What was answered the first time. */
export interface Answer {
  status: number
  body: unknown
}

/** Identifies a repeated request: the caller, the key they sent, and a hash of method, path and body. */
export interface Repeatable {
  owner: string
  key: string
  hash: string
}

/** Hash that tells whether two requests with one key are the same request. */
export const requestHash = (method: string, url: string, body: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([method, url, body ?? null]))
    .digest('base64url')

/**
 * Runs `work` and stores its answer in the same transaction, so a repeat gets the same answer and a crash leaves neither. A parallel repeat
 * waits on the key's unique row. The body is sealed: it may hold a secret that is shown once.
 */
export async function once(
  db: Db,
  sealer: Sealer,
  request: Repeatable,
  now: Date,
  work: (joined: Db) => Promise<Answer>,
): Promise<Answer> {
  return db.transaction(async (tx) => {
    const claimed = await claim(tx, request, now)
    if (!claimed) return earlierAnswer(tx, sealer, request)
    const answer = await work({ ...db, query: tx.query, transaction: (inner) => inner(tx) })
    const body = sealer.seal(JSON.stringify(answer.body ?? null), `idempotency:${request.owner}`)
    await tx.query
      .updateTable('idempotency_keys')
      .set({ status: answer.status, body })
      .where('owner', '=', request.owner)
      .where('key', '=', request.key)
      .execute()
    return answer
  })
}

async function claim(tx: Tx, { owner, key, hash }: Repeatable, now: Date): Promise<boolean> {
  await tx.query
    .deleteFrom('idempotency_keys')
    .where('owner', '=', owner)
    .where('key', '=', key)
    .where('expires_at', '<', now)
    .execute()
  const inserted = await tx.query
    .insertInto('idempotency_keys')
    .values({ owner, key, request_hash: hash, status: 0, body: '', expires_at: later(now, days(1)) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

async function earlierAnswer(tx: Tx, sealer: Sealer, { owner, key, hash }: Repeatable): Promise<Answer> {
  const row = await tx.query
    .selectFrom('idempotency_keys')
    .selectAll()
    .where('owner', '=', owner)
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
  if (row.request_hash !== hash) refuseCommon('idempotency_reused', { fields: [] })
  return { status: row.status, body: JSON.parse(sealer.open(row.body, `idempotency:${owner}`).toString()) }
}

/** Removes answers older than a day. */
export async function sweepIdempotencyKeys(db: Db, now: Date): Promise<void> {
  await db.query.deleteFrom('idempotency_keys').where('expires_at', '<', now).execute()
}

/** Forgets the answers that were kept for a caller. */
export async function forgetAnswers(tx: Tx, owner: string): Promise<void> {
  await tx.query.deleteFrom('idempotency_keys').where('owner', '=', owner).execute()
}

/** Answers that are kept for a repeat. */
export const sealedAnswers: SealedPlace = {
  what: 'answers kept for repeated requests',
  async stale(on, keyId, after, most) {
    const { rows } = await sql<{ owner: string; key: string; body: string; at: string }>`
      SELECT owner, key, body, owner || ' ' || key AS at FROM idempotency_keys
      WHERE (owner || ' ' || key) COLLATE "C" > ${after} AND body <> '' AND body NOT LIKE ${sealedWith(keyId)}
      ORDER BY (owner || ' ' || key) COLLATE "C" LIMIT ${most}`.execute(on.query)
    return rows.map(({ owner, key, body, at }) => ({
      at,
      text: body,
      aad: `idempotency:${owner}`,
      store: (tx, next) =>
        tx.query
          .updateTable('idempotency_keys')
          .set({ body: next })
          .where('owner', '=', owner)
          .where('key', '=', key)
          .where('body', '=', body)
          .execute(),
    }))
  },
}
