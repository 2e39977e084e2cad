import { sql } from 'kysely'
import type { Reader, Tx } from '#platform/db/db.ts'

/** Everything kept about what a person was told and chose. */
export async function personalRecords(on: Reader, userId: string) {
  const deliveries = await on.query
    .selectFrom('notification_deliveries as d')
    .innerJoin('notifications as n', (join) =>
      join.onRef('n.team_id', '=', 'd.team_id').onRef('n.id', '=', 'd.notification_id'),
    )
    .select((select) => [
      'd.team_id as teamId',
      'd.channel',
      'd.state',
      'd.says',
      'd.created_at as createdAt',
      'd.settled_at as settledAt',
      'd.read_at as readAt',
      'n.type',
      sql<string>`n.event ->> 'title'`.as('title'),
      select.ref('n.project_id').as('projectId'),
    ])
    .where((or) => or.or([or('d.user_id', '=', userId), sql<boolean>`${userId} = ANY (d.for_users)`]))
    .orderBy('d.created_at')
    .execute()
  const preferences = await on.query
    .selectFrom('notification_preferences')
    .select(['team_id as teamId', 'project_id as projectId', 'type', 'choices', 'updated_at as updatedAt'])
    .where('user_id', '=', userId)
    .execute()
  const rhythm = await on.query
    .selectFrom('notification_rhythms')
    .select(['quiet_from as quietFrom', 'quiet_until as quietUntil', 'digest_at as digestAt'])
    .where('user_id', '=', userId)
    .executeTakeFirst()
  const slack = await on.query
    .selectFrom('slack_people')
    .select(['team_id as teamId', 'slack_user_id as slackUserId'])
    .where('user_id', '=', userId)
    .execute()
  return { deliveries, preferences, rhythm: rhythm ?? null, slack }
}

/** Removes a person from everything that does not go with their memberships and account, and from what was addressed to them. */
export async function forgetReader(tx: Tx, userId: string): Promise<void> {
  await tx.query.deleteFrom('notification_deliveries').where('user_id', '=', userId).execute()
  await tx.query.deleteFrom('notification_preferences').where('user_id', '=', userId).execute()
  await tx.query.deleteFrom('notification_rhythms').where('user_id', '=', userId).execute()
  await tx.query.deleteFrom('slack_people').where('user_id', '=', userId).execute()
  await sql`UPDATE notification_deliveries SET for_users = array_remove(for_users, ${userId})
    WHERE ${userId} = ANY (for_users)`.execute(tx.query)
  await forgetNames(tx, userId)
  // An event that was meant for this person alone tells of them.
  await sql`DELETE FROM notifications WHERE event -> 'audience' -> 'userIds' = jsonb_build_array(${userId}::text)`.execute(
    tx.query,
  )
  await sql`UPDATE notifications SET event = jsonb_set(event, '{audience,userIds}', (event -> 'audience' -> 'userIds') - ${userId}::text)
    WHERE event -> 'audience' -> 'userIds' @> jsonb_build_array(${userId}::text)`.execute(tx.query)
}

// News of a team names people: who joined, who left, who offers what. Others keep the news, without the name.
async function forgetNames(tx: Tx, userId: string): Promise<void> {
  const person = await tx.query
    .selectFrom('users')
    .select(['full_name', 'email', 'notification_email'])
    .where('id', '=', userId)
    .executeTakeFirst()
  if (!person) return
  for (const name of [person.email, person.notification_email, person.full_name]) {
    if (!name) continue
    const spelled = JSON.stringify(name)
      .slice(1, -1)
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    const alone = `(^|[^[:alnum:]])${spelled}(?![[:alnum:]])`
    await sql`UPDATE notifications SET event = regexp_replace(event::text, ${alone}, '\\1Former member', 'gi')::jsonb
      WHERE type IN ('team', 'security') AND event::text ~* ${alone}`.execute(tx.query)
  }
}
