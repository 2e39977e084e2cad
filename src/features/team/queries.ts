import type { Role } from '#access/principal.ts'
import type { Reader, Tx } from '#platform/db/db.ts'

/** A team with its rules. */
export interface TeamRow {
  id: string
  name: string
  trial_ends_at: Date | null
  created_at: Date
  version: number
  two_factor_from: Date | null
  two_factor_week_told_at: Date | null
  two_factor_day_told_at: Date | null
  password_min: number | null
  key_lifetime_days: number | null
  key_makers: 'everyone' | 'managers'
}

/** Who belongs to a team, and as what. */
export interface MembershipRow {
  team_id: string
  user_id: string
  role: Role
  joined_at: Date
  version: number
}

interface TrialsBegunTable {
  user_id: string
  began_at: Date
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    teams: TeamRow
    memberships: MembershipRow
    trials_begun: TrialsBegunTable
  }
}

/** Adds a team with no rules of its own. */
export async function insertTeam(
  tx: Tx,
  team: Pick<TeamRow, 'id' | 'name' | 'trial_ends_at' | 'created_at'>,
): Promise<void> {
  const rules = { version: 1, two_factor_from: null, two_factor_week_told_at: null, two_factor_day_told_at: null }
  await tx.query
    .insertInto('teams')
    .values({ ...team, ...rules, password_min: null, key_lifetime_days: null, key_makers: 'everyone' })
    .execute()
}

/** A team. */
export async function teamById(on: Reader, teamId: string): Promise<TeamRow | undefined> {
  return on.query.selectFrom('teams').selectAll().where('id', '=', teamId).executeTakeFirst()
}

/**
 * Locks a team until the transaction ends: whoever changes who belongs to it, or what they are, comes before or after, never at the same time.
 * Undefined when it is gone.
 */
export async function lockTeam(tx: Tx, teamId: string): Promise<TeamRow | undefined> {
  return tx.query.selectFrom('teams').selectAll().where('id', '=', teamId).forNoKeyUpdate().executeTakeFirst()
}

/** Changes a team that still is at this version; undefined when it is not. */
export async function updateTeam(
  tx: Tx,
  { id, version }: Pick<TeamRow, 'id' | 'version'>,
  change: Partial<TeamRow>,
): Promise<TeamRow | undefined> {
  return tx.query
    .updateTable('teams')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()
}

/** Remembers that a person's trial has begun; false when they had one already. */
export async function beginTrial(tx: Tx, userId: string, now: Date): Promise<boolean> {
  const added = await tx.query
    .insertInto('trials_begun')
    .values({ user_id: userId, began_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return added.numInsertedOrUpdatedRows === 1n
}

/** How many teams a person owns. */
export async function countOwned(on: Reader, userId: string): Promise<number> {
  const row = await on.query
    .selectFrom('memberships')
    .select((select) => select.fn.countAll<number>().as('n'))
    .where('user_id', '=', userId)
    .where('role', '=', 'owner')
    .executeTakeFirstOrThrow()
  return row.n
}
