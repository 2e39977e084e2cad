import type { Reader } from '#platform/db/db.ts'
import type { MailOutboxTable } from '#platform/mail/queries.ts'

/** A page of the outbox, newest first, beginning after `cursor`. */
export async function lettersAfter(
  on: Reader,
  cursor: { at: Date; id: string } | undefined,
  limit: number,
): Promise<MailOutboxTable[]> {
  let query = on.query.selectFrom('mail_outbox').selectAll()
  if (cursor)
    query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('created_at', 'id'), '<', tuple(cursor.at, cursor.id)))
  return query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
}
