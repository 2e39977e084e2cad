import { sql } from 'kysely'
import { type SealedPlace, sealedWith } from '../crypto/reseal.ts'
import type { Db, Reader, Tx } from '../db/db.ts'

/** What became of a letter: on its way, handed over, kept because there is no mail server, or given up. */
export type LetterState = 'waiting' | 'sent' | 'held' | 'failed'

/** One letter of the outbox. `content` is sealed, and null once the letter was handed over. */
export interface MailOutboxTable {
  id: string
  recipient: string
  letter: string
  subject: string
  content: string | null
  state: LetterState
  attempts: number
  last_error: string | null
  created_at: Date
  settled_at: Date | null
  /** Its row goes as soon as it was handed over. */
  forget: boolean
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    mail_outbox: MailOutboxTable
  }
}

/** How many tries (about a minute and a half) the later letters of a recipient wait for an earlier one. */
export const triesInLine = 5

/** Adds a letter that waits. */
export async function insertLetter(
  tx: Tx,
  letter: Pick<MailOutboxTable, 'id' | 'recipient' | 'letter' | 'subject' | 'content' | 'created_at' | 'forget'>,
): Promise<void> {
  await tx.query
    .insertInto('mail_outbox')
    .values({ ...letter, state: 'waiting', attempts: 0, last_error: null, settled_at: null })
    .execute()
}

/** One letter, whatever its state. */
export async function letterById(on: Reader, id: string): Promise<MailOutboxTable | undefined> {
  return on.query.selectFrom('mail_outbox').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Waits until nobody else handles this recipient's letters, until the transaction ends: no letter goes out twice at once, none overtakes. */
export async function lockRecipient(tx: Tx, recipient: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('mail:' || ${recipient}, 0))`.execute(tx.query)
}

/**
 * The recipient's first letter in line. One that failed `triesInLine` times has left the line: a letter that cannot be sent must not hold back
 * a link that is needed now.
 */
export async function firstInLine(on: Reader, recipient: string): Promise<string | undefined> {
  const row = await on.query
    .selectFrom('mail_outbox')
    .select('id')
    .where('recipient', '=', recipient)
    .where('state', '=', 'waiting')
    .where('attempts', '<', triesInLine)
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row?.id
}

/** Notes a try and what came of it. A letter that leaves no trace goes once it was sent. */
export async function updateLetter(
  tx: Tx,
  id: string,
  change: Pick<MailOutboxTable, 'state' | 'last_error' | 'settled_at'> & { attempts: number },
): Promise<void> {
  if (change.state === 'sent') {
    const gone = await tx.query
      .deleteFrom('mail_outbox')
      .where('id', '=', id)
      .where('forget', '=', true)
      .executeTakeFirst()
    if (gone.numDeletedRows > 0n) return
  }
  await tx.query
    .updateTable('mail_outbox')
    .set({ ...change, ...(change.state === 'sent' && { content: null }) })
    .where('id', '=', id)
    .execute()
}

/** Puts a held or failed letter back to waiting; false when there is no such letter. */
export async function reviveLetter(tx: Tx, id: string): Promise<boolean> {
  const revived = await tx.query
    .updateTable('mail_outbox')
    .set({ state: 'waiting', attempts: 0, last_error: null, settled_at: null })
    .where('id', '=', id)
    .where('state', 'in', ['held', 'failed'])
    .where('content', 'is not', null)
    .executeTakeFirst()
  return revived.numUpdatedRows === 1n
}

/** Removes letters that were settled before `before`. */
export async function deleteSettledLetters(db: Db, before: Date): Promise<void> {
  await db.query.deleteFrom('mail_outbox').where('settled_at', '<', before).execute()
}

/**
 * Waiting letters whose turn it is and that no job will ever send: their worker died in the last try, or with the job in its hand (the queue lets go
 * of a dead worker's job only after four hours). Sending takes a minute at most, so a job held for five has a dead worker.
 */
export async function strandedLetters(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT o.id FROM mail_outbox o
    WHERE o.state = 'waiting'
      AND NOT EXISTS (SELECT FROM mail_outbox e WHERE e.recipient = o.recipient AND e.state = 'waiting'
        AND e.attempts < ${triesInLine} AND (e.created_at, e.id) < (o.created_at, o.id))
      AND NOT EXISTS (SELECT FROM graphile_worker._private_jobs j
        JOIN graphile_worker._private_tasks t ON t.id = j.task_id AND t.identifier = 'mail.send'
        WHERE j.payload ->> 'id' = o.id
          AND CASE WHEN j.locked_at IS NULL THEN j.attempts < j.max_attempts ELSE j.locked_at > now() - interval '5 minutes' END)
    LIMIT 200`.execute(tx.query)
  return rows.map(({ id }) => id)
}

/**
 * Forgets mailboxes: their letters go, also those that wait. What went to others and names one of `words` in its subject keeps the kind of
 * letter instead.
 */
export async function deleteLettersTo(tx: Tx, mailboxes: string[], words: string[]): Promise<void> {
  await tx.query.deleteFrom('mail_outbox').where('recipient', 'in', mailboxes).where('forget', '=', false).execute()
  for (const word of words)
    await sql`UPDATE mail_outbox SET subject = letter WHERE strpos(lower(subject), lower(${word})) > 0`.execute(
      tx.query,
    )
}

/** Letters that were not handed over and that nobody tries any more, with their sealed text. */
export async function* stoppedLetters(tx: Tx): AsyncGenerator<{ id: string; content: string }> {
  for (let after = ''; ; ) {
    const rows = await tx.query
      .selectFrom('mail_outbox')
      .select(['id', 'content'])
      .where('state', 'in', ['held', 'failed'])
      .where('content', 'is not', null)
      .where('id', '>', after)
      .orderBy('id')
      .limit(200)
      .execute()
    for (const { id, content } of rows) if (content !== null) yield { id, content }
    const last = rows.at(-1)
    if (!last) return
    after = last.id
  }
}

/** Takes a stopped letter's text away for good, which the outbox then says. */
export async function dropContent(tx: Tx, id: string, says: string): Promise<void> {
  await tx.query
    .updateTable('mail_outbox')
    .set({ content: null, last_error: says })
    .where('id', '=', id)
    .where('state', 'in', ['held', 'failed'])
    .execute()
}

/** What is kept of the letters to these mailboxes, as “Download my data” gives it; never their text, which may carry links. */
export const lettersTo = (on: Reader, mailboxes: string[]) =>
  on.query
    .selectFrom('mail_outbox')
    .select(['recipient', 'letter', 'subject', 'state', 'created_at as createdAt', 'settled_at as settledAt'])
    .where('recipient', 'in', mailboxes)
    .orderBy('created_at')
    .orderBy('id')
    .execute()

/** The contents of letters that are still kept. */
export const sealedLetters: SealedPlace = {
  what: 'letters',
  async stale(on, keyId, after, most) {
    const rows = await on.query
      .selectFrom('mail_outbox')
      .select(['id', 'content'])
      .where('id', '>', after)
      .where('content', 'not like', sealedWith(keyId))
      .orderBy('id')
      .limit(most)
      .execute()
    return rows.map(({ id, content }) => ({
      at: id,
      text: content ?? '',
      aad: id,
      store: (tx, next) =>
        tx.query
          .updateTable('mail_outbox')
          .set({ content: next })
          .where('id', '=', id)
          .where('content', '=', content)
          .execute(),
    }))
  },
}
