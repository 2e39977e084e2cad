import { sql } from 'kysely'
import type { Role } from '#access/principal.ts'
import type { Reader, Tx } from '#platform/db/db.ts'
import { jsonOf, type StoredEvent } from './stored-event.ts'
import type { NotificationRow } from './tables.ts'

/** Keeps an event; false when it was told before. */
export async function insertNotification(tx: Tx, row: Omit<NotificationRow, 'fanned_out_at'>): Promise<boolean> {
  const { event, ...rest } = row
  const kept = await tx.query
    .insertInto('notifications')
    .values({ ...rest, event: sql<StoredEvent>`${jsonOf(event)}::jsonb`, fanned_out_at: null })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return kept.numInsertedOrUpdatedRows === 1n
}

/** An event that nobody has been told of yet, locked; undefined when that is done. */
export async function lockUntold(tx: Tx, teamId: string, id: string): Promise<NotificationRow | undefined> {
  return tx.query
    .selectFrom('notifications')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('fanned_out_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
}

/** Notes that it was decided who hears of an event. */
export async function markToldOf(tx: Tx, teamId: string, id: string, now: Date): Promise<void> {
  await tx.query
    .updateTable('notifications')
    .set({ fanned_out_at: now })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .execute()
}

/** Events whose job got lost: kept before `before`, and nobody was told yet. */
export async function forgottenEvents(on: Reader, before: Date): Promise<{ teamId: string; id: string }[]> {
  return on.query
    .selectFrom('notifications')
    .select(['team_id as teamId', 'id'])
    .where('fanned_out_at', 'is', null)
    .where('created_at', '<', before)
    .orderBy('created_at')
    .limit(200)
    .execute()
}

/** These events, oldest first. */
export async function eventsOf(on: Reader, teamId: string, ids: readonly string[]): Promise<NotificationRow[]> {
  return on.query
    .selectFrom('notifications')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('id', 'in', ids)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
}

/** Makes whoever tells this team of something wait for whoever does already, until the transaction ends: bursts are counted by one at a time. */
export async function lockTelling(tx: Tx, teamId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended('notify:' || ${teamId}, 0))`.execute(tx.query)
}

/** Somebody who may be told. */
export interface Listener {
  id: string
  email: string
  fullName: string
  timezone: string
  quietFrom: number | null
  quietUntil: number | null
  digestAt: number | null
  /** Their name in Slack, when they want direct messages. */
  slackUserId: string | null
}

/** Members of a team with one of these roles, or exactly those of the given people who are members. */
export async function listenersOf(
  on: Reader,
  teamId: string,
  who: { roles: readonly Role[] } | { userIds: readonly string[] },
): Promise<Listener[]> {
  if ('userIds' in who && who.userIds.length === 0) return []
  const query = on.query
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .leftJoin('notification_rhythms as r', 'r.user_id', 'u.id')
    .leftJoin('slack_people as s', (join) => join.onRef('s.team_id', '=', 'm.team_id').onRef('s.user_id', '=', 'u.id'))
    .select((select) => [
      'u.id',
      select.fn.coalesce('u.notification_email', 'u.email').as('email'),
      'u.full_name as fullName',
      'u.timezone',
      'r.quiet_from as quietFrom',
      'r.quiet_until as quietUntil',
      'r.digest_at as digestAt',
      's.slack_user_id as slackUserId',
    ])
    .where('m.team_id', '=', teamId)
  const chosen = 'roles' in who ? query.where('m.role', 'in', who.roles) : query.where('u.id', 'in', who.userIds)
  return chosen.orderBy('u.id').execute()
}

/** The name of a team, as messages say it. */
export async function teamNameOf(on: Reader, teamId: string): Promise<string> {
  const row = await on.query.selectFrom('teams').select('name').where('id', '=', teamId).executeTakeFirst()
  return row?.name ?? ''
}

/** Whether the team has such a project. */
export async function hasProject(on: Reader, teamId: string, projectId: string): Promise<boolean> {
  const row = await on.query
    .selectFrom('projects')
    .select('id')
    .where('team_id', '=', teamId)
    .where('id', '=', projectId)
    .executeTakeFirst()
  return row !== undefined
}

/** Which of these people belong to the team now. */
export async function membersAmong(on: Reader, teamId: string, userIds: readonly string[]): Promise<string[]> {
  if (userIds.length === 0) return []
  const rows = await on.query
    .selectFrom('memberships')
    .select('user_id')
    .where('team_id', '=', teamId)
    .where('user_id', 'in', userIds)
    .execute()
  return rows.map(({ user_id }) => user_id)
}
