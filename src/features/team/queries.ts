import type { Role } from '#access/principal.ts'
import type { Reader, Tx } from '#platform/db/db.ts'

interface TeamsTable {
  id: string
  name: string
  trial_ends_at: Date | null
  created_at: Date
}

interface MembershipsTable {
  team_id: string
  user_id: string
  role: Role
  joined_at: Date
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    teams: TeamsTable
    memberships: MembershipsTable
  }
}

/** Adds a team. */
export async function insertTeam(tx: Tx, team: TeamsTable): Promise<void> {
  await tx.query.insertInto('teams').values(team).execute()
}

/** Makes a person a member. */
export async function insertMembership(tx: Tx, membership: MembershipsTable): Promise<void> {
  await tx.query.insertInto('memberships').values(membership).execute()
}

/** A team with how many belong to it. */
export async function teamWithCount(
  on: Reader,
  teamId: string,
): Promise<(TeamsTable & { members: number }) | undefined> {
  return on.query
    .selectFrom('teams')
    .selectAll()
    .select((select) =>
      select
        .selectFrom('memberships')
        .whereRef('memberships.team_id', '=', 'teams.id')
        .select((count) => count.fn.countAll<number>().as('n'))
        .$asScalar()
        .$notNull()
        .as('members'),
    )
    .where('id', '=', teamId)
    .executeTakeFirst()
}
