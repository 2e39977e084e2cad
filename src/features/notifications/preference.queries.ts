import { sql } from 'kysely'
import type { Db, Reader, Tx } from '#platform/db/db.ts'
import type { Preference } from './preferences.ts'
import type { Rhythm } from './rhythm.ts'

/** The defaults of a team and the choices of these people (everybody's when left out). */
export async function preferencesIn(on: Reader, teamId: string, userIds?: readonly string[]): Promise<Preference[]> {
  const query = on.query
    .selectFrom('notification_preferences')
    .select(['user_id as userId', 'project_id as projectId', 'type', 'choices'])
    .where('team_id', '=', teamId)
  const chosen =
    userIds && userIds.length > 0
      ? query.where((or) => or.or([or('user_id', 'is', null), or('user_id', 'in', userIds)]))
      : query
  return chosen.execute()
}

/** Which preference is meant. */
export interface PreferenceOf {
  teamId: string
  userId: string | null
  projectId: string | null
  type: string
}

/** Keeps a choice in place of the one before; answers that one. */
export async function storePreference(
  tx: Tx,
  { teamId, userId, projectId, type }: PreferenceOf,
  choices: string[] | null,
  now: Date,
): Promise<string[] | null> {
  const before = await tx.query
    .deleteFrom('notification_preferences')
    .where('team_id', '=', teamId)
    .where('user_id', userId === null ? 'is' : '=', userId)
    .where('project_id', projectId === null ? 'is' : '=', projectId)
    .where('type', '=', type)
    .returning('choices')
    .executeTakeFirst()
  if (choices) {
    await sql`INSERT INTO notification_preferences (team_id, user_id, project_id, type, choices, updated_at)
      VALUES (${teamId}, ${userId}, ${projectId}, ${type}, ${choices}, ${now})
      ON CONFLICT (team_id, coalesce(user_id, ''), coalesce(project_id, ''), type)
      DO UPDATE SET choices = excluded.choices, updated_at = excluded.updated_at`.execute(tx.query)
  }
  return before?.choices ?? null
}

/** When a person wants to be told; undefined when they never chose. */
export async function rhythmOf(on: Reader, userId: string): Promise<Rhythm | undefined> {
  return on.query
    .selectFrom('notification_rhythms')
    .select(['quiet_from as quietFrom', 'quiet_until as quietUntil', 'digest_at as digestAt'])
    .where('user_id', '=', userId)
    .executeTakeFirst()
}

/** Keeps when a person wants to be told. */
export async function storeRhythm(tx: Tx, userId: string, { quietFrom, quietUntil, digestAt }: Rhythm): Promise<void> {
  const rhythm = { quiet_from: quietFrom, quiet_until: quietUntil, digest_at: digestAt }
  await tx.query
    .insertInto('notification_rhythms')
    .values({ user_id: userId, ...rhythm })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(rhythm))
    .execute()
}

/** Removes choices for projects that are gone. */
export async function deleteOrphanedPreferences(db: Db): Promise<void> {
  await sql`DELETE FROM notification_preferences p WHERE p.project_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM projects j WHERE j.team_id = p.team_id AND j.id = p.project_id)`.execute(db.query)
}
