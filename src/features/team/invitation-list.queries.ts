import type { z } from 'zod'
import type { Reader } from '#platform/db/db.ts'
import type { InvitationRow } from './invitation.queries.ts'
import type { InvitationView } from './invitation-contract.ts'

interface Asked {
  id?: string
  state?: z.input<typeof InvitationView>['state'] | undefined
  cursor?: string | undefined
  limit: number
}

/** The invitations of a team with who invited, newest first. */
export async function listedInvitations(
  on: Reader,
  teamId: string,
  { id, state, cursor, limit }: Asked,
  now: Date,
): Promise<(InvitationRow & { inviter_name: string | null })[]> {
  let query = on.query
    .selectFrom('invitations as i')
    .leftJoin('users as u', 'u.id', 'i.inviter_id')
    .selectAll('i')
    .select('u.full_name as inviter_name')
    .where('i.team_id', '=', teamId)
  if (id) query = query.where('i.id', '=', id)
  if (cursor) query = query.where('i.id', '<', cursor)
  if (state === 'pending') query = query.where('i.ended_as', 'is', null).where('i.expires_at', '>', now)
  else if (state === 'expired') query = query.where('i.ended_as', 'is', null).where('i.expires_at', '<=', now)
  else if (state) query = query.where('i.ended_as', '=', state)
  return query.orderBy('i.id', 'desc').limit(limit).execute()
}
