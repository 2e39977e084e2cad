import { sql } from 'kysely'
import type { Reader, Tx } from '#platform/db/db.ts'
import type { TeamRow } from './queries.ts'

/** Who in a team has no two-factor authentication. */
export async function unenrolledMembers(on: Reader, teamId: string): Promise<string[]> {
  const rows = await on.query
    .selectFrom('memberships as m')
    .select('m.user_id')
    .where('m.team_id', '=', teamId)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('authenticators as a')
            .select('a.id')
            .whereRef('a.user_id', '=', 'm.user_id')
            .where('a.confirmed_at', 'is not', null),
        ),
      ),
    )
    .execute()
  return rows.map((row) => row.user_id)
}

const told = { week: 'two_factor_week_told_at', day: 'two_factor_day_told_at' } as const

/** Marks teams whose rule begins between `now` and `until` as reminded and answers them, each once however many workers ask. */
export async function claimReminders(
  tx: Tx,
  stage: keyof typeof told,
  { now, until, most }: { now: Date; until: Date; most: number },
): Promise<TeamRow[]> {
  const due = tx.query
    .selectFrom('teams')
    .select('id')
    .where('two_factor_from', '>', now)
    .where('two_factor_from', '<=', until)
    .where(told[stage], 'is', null)
    .orderBy('two_factor_from')
    .limit(most)
    .forNoKeyUpdate()
    .skipLocked()
  return (
    tx.query
      .updateTable('teams')
      // Whoever is told of the last day needs no word about the last week any more.
      .set(
        stage === 'day'
          ? { two_factor_week_told_at: now, two_factor_day_told_at: now }
          : { two_factor_week_told_at: now },
      )
      // Not IN: a joined subquery may be run again for each row, and would then take more than `most`.
      .where('id', '=', sql<string>`ANY(ARRAY(${due}))`)
      .returningAll()
      .execute()
  )
}

/**
 * The teams that ask for two-factor authentication and in which this person is the only owner who has it. Locks them first, in the order of
 * their ids, so that of two owners who switch it off at once one is refused.
 */
export async function teamsHeldAlone(tx: Tx, userId: string): Promise<string[]> {
  const owned = await tx.query
    .selectFrom('teams')
    .select(['id', 'name'])
    .where('two_factor_from', 'is not', null)
    .where('id', 'in', (select) =>
      select.selectFrom('memberships').select('team_id').where('user_id', '=', userId).where('role', '=', 'owner'),
    )
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  if (owned.length === 0) return []
  const held = await tx.query
    .selectFrom('memberships as m')
    .innerJoin('authenticators as a', 'a.user_id', 'm.user_id')
    .select('m.team_id')
    .where(
      'm.team_id',
      'in',
      owned.map(({ id }) => id),
    )
    .where('m.user_id', '!=', userId)
    .where('m.role', '=', 'owner')
    .where('a.confirmed_at', 'is not', null)
    .execute()
  const others = new Set(held.map((row) => row.team_id))
  return owned.filter(({ id }) => !others.has(id)).map(({ name }) => name)
}
