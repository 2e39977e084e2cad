import type { Tx } from '#platform/db/db.ts'

/** Marks lines of a person's inbox as read: these, or all. Answers how many were unread. */
export async function markRead(
  tx: Tx,
  { teamId, userId, ids }: { teamId: string; userId: string; ids: readonly string[] | 'all' },
  now: Date,
): Promise<number> {
  if (ids.length === 0) return 0 // an empty list is no SQL
  const query = tx.query
    .updateTable('notification_deliveries')
    .set({ read_at: now })
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId)
    .where('channel', '=', 'inbox')
    .where('state', '=', 'sent')
    .where('read_at', 'is', null)
  const result = await (ids === 'all' ? query : query.where('id', 'in', ids)).executeTakeFirst()
  return Number(result.numUpdatedRows)
}
