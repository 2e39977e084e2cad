import { noteStanding } from '#features/usage/public.ts'
import type { Tx } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import { takeFormer } from './former.queries.ts'
import { endByDigest, type InvitationRow } from './invitation.queries.ts'
import { countMembers, insertMembership, memberOf } from './membership.queries.ts'
import { lockTeam, type TeamRow } from './queries.ts'
import { aRole } from './role-words.ts'
import { seatsOf } from './seats.ts'
import { tell } from './tell.ts'

/** Why somebody could not come in. */
export type JoinRefusal = 'invitation_over' | 'already_member' | 'team_full'

/**
 * Lets somebody into a team by an invitation whose mailbox was proven to be theirs. Decided under the team's lock: of many who accept at once
 * exactly as many come in as there are seats (V97), and of many uses of one link exactly one (V85).
 */
export async function joinTeam(
  tx: Tx,
  platform: Platform,
  invitation: Pick<InvitationRow, 'team_id' | 'id' | 'digest' | 'role' | 'inviter_id'>,
  person: { id: string; fullName: string },
  now: Date,
): Promise<{ team: TeamRow } | { refusal: JoinRefusal }> {
  const { team_id: teamId, role } = invitation
  const team = await lockTeam(tx, teamId)
  if (!team) return { refusal: 'invitation_over' }
  if (await memberOf(tx, teamId, person.id)) return { refusal: 'already_member' }
  const { limit, members } = await seatsOf(tx, platform.config, teamId, now)
  if (limit !== null && members >= limit) return { refusal: 'team_full' }
  if (!(await endByDigest(tx, invitation.digest, 'accepted', now))) return { refusal: 'invitation_over' }
  await insertMembership(tx, { team_id: teamId, user_id: person.id, role, joined_at: now })
  await takeFormer(tx, teamId, person.id, new Date(0))
  await noteStanding(tx, platform, teamId, 'members', await countMembers(tx, teamId), now)
  if (invitation.inviter_id) {
    const title = `${person.fullName} has joined ${team.name}`
    const says = [`They accepted your invitation and are ${aRole[role]} now.`]
    await tell(tx, platform, { name: 'team.joined', teamId, to: [invitation.inviter_id], title, says }, now)
  }
  return { team }
}
