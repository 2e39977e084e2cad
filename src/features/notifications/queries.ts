import type { Role } from '#access/principal.ts'
import type { Reader } from '#platform/db/db.ts'
import type { Recipient } from '#platform/mail/letter.ts'

/** Members of a team with one of these roles, or exactly those of the given people who are members, as letters address them. */
export async function membersOf(
  on: Reader,
  teamId: string,
  who: { roles: readonly Role[] } | { userIds: readonly string[] },
): Promise<Recipient[]> {
  const query = on.query
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['u.email', 'u.full_name as fullName', 'u.timezone'])
    .where('m.team_id', '=', teamId)
  const chosen = 'roles' in who ? query.where('m.role', 'in', who.roles) : query.where('u.id', 'in', who.userIds)
  return chosen.orderBy('u.id').execute()
}
