import { noteStanding } from '#features/usage/public.ts'
import type { Tx } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import { countMembers, deleteMembership } from './membership.queries.ts'
import type { MembershipRow } from './queries.ts'

/** Ends a membership under the team's lock. Keys of that person in the team, and an offer of ownership, go with the row by themselves. */
export async function endMembership(
  tx: Tx,
  platform: Platform,
  { team_id, user_id }: Pick<MembershipRow, 'team_id' | 'user_id'>,
  now: Date,
): Promise<void> {
  await deleteMembership(tx, team_id, user_id)
  await noteStanding(tx, platform, team_id, 'members', await countMembers(tx, team_id), now)
}
