import type { Db, Reader, Tx } from '#platform/db/db.ts'
import type { givenRoles } from './contract.ts'

/** A stored invitation. */
export interface InvitationRow {
  team_id: string
  id: string
  email: string
  canonical: string
  role: (typeof givenRoles)[number]
  message: string
  inviter_id: string | null
  digest: Buffer
  ended_as: 'accepted' | 'declined' | 'revoked' | null
  ended_at: Date | null
  asked_at: Date | null
  created_at: Date
  sent_at: Date
  expires_at: Date
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    invitations: InvitationRow
  }
}

/** How many invitations of a team can still be accepted. */
export async function countPending(on: Reader, teamId: string, now: Date): Promise<number> {
  const row = await on.query
    .selectFrom('invitations')
    .select((select) => select.fn.countAll<number>().as('n'))
    .where('team_id', '=', teamId)
    .where('ended_as', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirstOrThrow()
  return row.n
}

/** The invitations of a team to these addresses that nobody has answered yet, expired ones too. */
export async function openInvitationsTo(on: Reader, teamId: string, canonical: string[]): Promise<InvitationRow[]> {
  return on.query
    .selectFrom('invitations')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('canonical', 'in', canonical)
    .where('ended_as', 'is', null)
    .execute()
}

/** Which of these addresses belong to members of a team. */
export async function memberAddresses(on: Reader, teamId: string, canonical: string[]): Promise<string[]> {
  const rows = await on.query
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select('u.email_canonical')
    .where('m.team_id', '=', teamId)
    .where('u.email_canonical', 'in', canonical)
    .execute()
  return rows.map((row) => row.email_canonical)
}

/** Adds an invitation. */
export async function insertInvitation(tx: Tx, invitation: InvitationRow): Promise<void> {
  await tx.query.insertInto('invitations').values(invitation).execute()
}

/** One invitation of a team. */
export async function invitationOf(on: Reader, teamId: string, id: string): Promise<InvitationRow | undefined> {
  return on.query
    .selectFrom('invitations')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** An invitation with its team's name and who invited, by the secret's digest or, where the mailbox is proven otherwise, by its id. */
export async function invitationBy(on: Reader, by: { digest: Buffer } | { id: string }) {
  const query = on.query
    .selectFrom('invitations as i')
    .innerJoin('teams as t', 't.id', 'i.team_id')
    .leftJoin('users as u', 'u.id', 'i.inviter_id')
    .selectAll('i')
    .select(['t.name as team_name', 't.password_min', 'u.full_name as inviter_name'])
  const chosen = 'digest' in by ? query.where('i.digest', '=', by.digest) : query.where('i.id', '=', by.id)
  return chosen.executeTakeFirst()
}

/** Invitations that wait for this mailbox. */
export async function invitationsFor(on: Reader, canonical: string, now: Date) {
  return on.query
    .selectFrom('invitations as i')
    .innerJoin('teams as t', 't.id', 'i.team_id')
    .leftJoin('users as u', 'u.id', 'i.inviter_id')
    .select(['i.id', 'i.role', 'i.message', 'i.expires_at', 't.name as team_name', 'u.full_name as inviter_name'])
    .where('i.canonical', '=', canonical)
    .where('i.ended_as', 'is', null)
    .where('i.expires_at', '>', now)
    .orderBy('i.sent_at', 'desc')
    .limit(50)
    .execute()
}

/** Changes an invitation that nobody has answered yet; undefined when somebody has. */
export async function updateOpen(
  tx: Tx,
  { team_id, id }: Pick<InvitationRow, 'team_id' | 'id'>,
  change: Partial<InvitationRow>,
): Promise<InvitationRow | undefined> {
  return tx.query
    .updateTable('invitations')
    .set(change)
    .where('team_id', '=', team_id)
    .where('id', '=', id)
    .where('ended_as', 'is', null)
    .returningAll()
    .executeTakeFirst()
}

/** Ends an open invitation by its present secret; undefined when it is over, or has a newer secret. */
export async function endByDigest(
  tx: Tx,
  digest: Buffer,
  as: 'accepted' | 'declined',
  now: Date,
): Promise<InvitationRow | undefined> {
  return tx.query
    .updateTable('invitations')
    .set({ ended_as: as, ended_at: now })
    .where('digest', '=', digest)
    .where('ended_as', 'is', null)
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst()
}

/** Ends what is open for somebody who comes in another way. */
export async function endOpenTo(tx: Tx, teamId: string, userId: string, now: Date): Promise<void> {
  await tx.query
    .updateTable('invitations')
    .set({ ended_as: 'accepted', ended_at: now })
    .where('team_id', '=', teamId)
    .where('canonical', 'in', (select) => select.selectFrom('users').select('email_canonical').where('id', '=', userId))
    .where('ended_as', 'is', null)
    .execute()
}

/** Open invitations of a team that have expired, or were sent before `sentBefore`; the oldest first. */
export async function staleInvitations(
  on: Reader,
  teamId: string,
  { now, sentBefore, most }: { now: Date; sentBefore: Date; most: number },
): Promise<InvitationRow[]> {
  return on.query
    .selectFrom('invitations')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('ended_as', 'is', null)
    .where((or) => or.or([or('expires_at', '<=', now), or('sent_at', '<=', sentBefore)]))
    .orderBy('sent_at')
    .limit(most)
    .execute()
}

/** Forgets invitations that were answered or expired before. */
export async function sweepInvitations(db: Db, before: Date): Promise<void> {
  await db.query
    .deleteFrom('invitations')
    .where('expires_at', '<', before)
    .where((or) => or.or([or('ended_at', '<', before), or('ended_at', 'is', null)]))
    .execute()
}
