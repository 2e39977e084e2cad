import type { Reader, Tx } from '#platform/db/db.ts'
import type { SlackRow } from '../tables.ts'

/** A team's way into Slack, when it has one. */
export async function slackOf(on: Reader, teamId: string): Promise<SlackRow | undefined> {
  return on.query.selectFrom('slack_connections').selectAll().where('team_id', '=', teamId).executeTakeFirst()
}

/** Connects a team, in place of what was connected before. */
export async function connectSlack(tx: Tx, row: Omit<SlackRow, 'broken_at' | 'broken_says'>): Promise<void> {
  const { team_id: _, ...change } = { ...row, broken_at: null, broken_says: null }
  await tx.query
    .insertInto('slack_connections')
    .values({ ...row, broken_at: null, broken_says: null })
    .onConflict((conflict) => conflict.column('team_id').doUpdateSet(change))
    .execute()
}

/** Ends a team's way into Slack, and with it everybody's direct messages; false when there was none. */
export async function disconnectSlack(tx: Tx, teamId: string): Promise<boolean> {
  await tx.query.deleteFrom('slack_people').where('team_id', '=', teamId).execute()
  const gone = await tx.query.deleteFrom('slack_connections').where('team_id', '=', teamId).executeTakeFirst()
  return gone.numDeletedRows > 0n
}

/** Marks this very connection as broken, with what Slack said; one that was made anew meanwhile is left alone. */
export async function markSlackBroken(
  tx: Tx,
  { team_id, secret }: Pick<SlackRow, 'team_id' | 'secret'>,
  says: string,
  now: Date,
): Promise<boolean> {
  const marked = await tx.query
    .updateTable('slack_connections')
    .set({ broken_at: now, broken_says: says })
    .where('team_id', '=', team_id)
    .where('secret', '=', secret)
    .executeTakeFirst()
  return marked.numUpdatedRows > 0n
}

/** Takes the mark off, because a message got through. */
export async function markSlackWhole(tx: Tx, teamId: string): Promise<void> {
  await tx.query
    .updateTable('slack_connections')
    .set({ broken_at: null, broken_says: null })
    .where('team_id', '=', teamId)
    .where('broken_at', 'is not', null)
    .execute()
}

/** A person's name in a team's Slack, when they want direct messages. */
export async function slackPersonOf(on: Reader, teamId: string, userId: string): Promise<string | undefined> {
  const row = await on.query
    .selectFrom('slack_people')
    .select('slack_user_id')
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row?.slack_user_id
}

/** Notes that somebody wants direct messages; null ends that. */
export async function storeSlackPerson(
  tx: Tx,
  teamId: string,
  userId: string,
  slackUserId: string | null,
): Promise<void> {
  await tx.query.deleteFrom('slack_people').where('team_id', '=', teamId).where('user_id', '=', userId).execute()
  if (slackUserId === null) return
  await tx.query
    .insertInto('slack_people')
    .values({ team_id: teamId, user_id: userId, slack_user_id: slackUserId })
    .onConflict((conflict) => conflict.columns(['team_id', 'user_id']).doUpdateSet({ slack_user_id: slackUserId }))
    .execute()
}
