import type { Role } from '#access/principal.ts'
import type { Reader, Tx } from '#platform/db/db.ts'
import type { MembershipRow } from './queries.ts'

/** A member as letters and acts name them. */
export interface MemberRow extends MembershipRow {
  email: string
  full_name: string
  timezone: string
}

/** Makes a person a member. */
export async function insertMembership(tx: Tx, membership: Omit<MembershipRow, 'version'>): Promise<void> {
  await tx.query
    .insertInto('memberships')
    .values({ ...membership, version: 1 })
    .execute()
}

const members = (on: Reader, teamId: string) =>
  on.query
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['m.team_id', 'm.user_id', 'm.role', 'm.joined_at', 'm.version', 'u.email', 'u.full_name', 'u.timezone'])
    .where('m.team_id', '=', teamId)

/** One member of a team. */
export const memberOf = (on: Reader, teamId: string, userId: string): Promise<MemberRow | undefined> =>
  members(on, teamId).where('m.user_id', '=', userId).executeTakeFirst()

/** Everybody in a team. */
export const everyMember = (on: Reader, teamId: string): Promise<MemberRow[]> =>
  members(on, teamId).orderBy('m.user_id').execute()

/** The owners of a team, the longest-standing first; there is always one. */
export const teamOwners = (on: Reader, teamId: string): Promise<MemberRow[]> =>
  members(on, teamId).where('m.role', '=', 'owner').orderBy('m.joined_at').orderBy('m.user_id').execute()

/** How many belong to a team. */
export async function countMembers(on: Reader, teamId: string): Promise<number> {
  const row = await on.query
    .selectFrom('memberships')
    .select((select) => select.fn.countAll<number>().as('n'))
    .where('team_id', '=', teamId)
    .executeTakeFirstOrThrow()
  return row.n
}

/** Gives a member another role. The caller holds the team's lock and has compared the version. */
export async function setRole(tx: Tx, teamId: string, userId: string, role: Role): Promise<void> {
  await tx.query
    .updateTable('memberships')
    .set((row) => ({ role, version: row('version', '+', 1) }))
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId)
    .execute()
}

/** Ends a membership, and with it the person's keys in the team and offers of ownership. The caller holds the team's lock. */
export async function deleteMembership(tx: Tx, teamId: string, userId: string): Promise<void> {
  await tx.query.deleteFrom('memberships').where('team_id', '=', teamId).where('user_id', '=', userId).execute()
}
