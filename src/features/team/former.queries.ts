import type { Role } from '#access/principal.ts'
import type { Db, Reader, Tx } from '#platform/db/db.ts'

interface FormerMembersTable {
  team_id: string
  user_id: string
  role: Role
  removed_by: string | null
  removed_at: Date
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    former_members: FormerMembersTable
  }
}

/** Remembers that somebody was removed. */
export async function noteRemoved(tx: Tx, former: FormerMembersTable): Promise<void> {
  const { role, removed_by, removed_at } = former
  await tx.query
    .insertInto('former_members')
    .values(former)
    .onConflict((conflict) => conflict.columns(['team_id', 'user_id']).doUpdateSet({ role, removed_by, removed_at }))
    .execute()
}

/** Takes somebody off the list of the removed; answers what they were, or undefined when they are not on it (any more). */
export async function takeFormer(
  tx: Tx,
  teamId: string,
  userId: string,
  since: Date,
): Promise<FormerMembersTable | undefined> {
  return tx.query
    .deleteFrom('former_members')
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId)
    .where('removed_at', '>', since)
    .returningAll()
    .executeTakeFirst()
}

/** Who was removed since, the latest first. */
export async function formerMembers(on: Reader, teamId: string, since: Date) {
  return on.query
    .selectFrom('former_members as f')
    .innerJoin('users as u', 'u.id', 'f.user_id')
    .leftJoin('users as b', 'b.id', 'f.removed_by')
    .select(['f.user_id', 'f.role', 'f.removed_at', 'u.full_name', 'u.email', 'b.full_name as remover'])
    .where('f.team_id', '=', teamId)
    .where('f.removed_at', '>', since)
    .orderBy('f.removed_at', 'desc')
    .limit(200)
    .execute()
}

/** Forgets who was removed before. */
export async function sweepFormer(db: Db, before: Date): Promise<void> {
  await db.query.deleteFrom('former_members').where('removed_at', '<', before).execute()
}
