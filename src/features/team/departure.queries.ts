import { sql } from 'kysely'
import type { Reader, Tx } from '#platform/db/db.ts'

/** A team with how many other members and other owners it has besides a person. */
export interface TeamBesides {
  id: string
  name: string
  role: string
  others: number
  otherOwners: number
}

/** The teams of a person, with who else is in them. */
export async function teamsBesides(on: Reader, userId: string): Promise<TeamBesides[]> {
  const { rows } = await sql<TeamBesides>`
    SELECT t.id, t.name, m.role, count(o.user_id) AS others, count(o.user_id) FILTER (WHERE o.role = 'owner') AS "otherOwners"
    FROM memberships m JOIN teams t ON t.id = m.team_id
      LEFT JOIN memberships o ON o.team_id = m.team_id AND o.user_id <> m.user_id
    WHERE m.user_id = ${userId}
    GROUP BY t.id, t.name, m.role, m.joined_at ORDER BY m.joined_at, t.id`.execute(on.query)
  return rows
}

/** A person's memberships as “Download my data” gives them. */
export async function exportedMemberships(on: Reader, userId: string): Promise<object[]> {
  return on.query
    .selectFrom('memberships as m')
    .innerJoin('teams as t', 't.id', 'm.team_id')
    .select(['t.id as teamId', 't.name as team', 'm.role', 'm.joined_at as joinedAt'])
    .where('m.user_id', '=', userId)
    .orderBy('m.joined_at')
    .execute()
}

/** Invitations to a person's address and those they wrote, as “Download my data” gives them; never the secret of a link. */
export const exportedInvitations = (on: Reader, userId: string) =>
  on.query
    .selectFrom('invitations as i')
    .innerJoin('teams as t', 't.id', 'i.team_id')
    .select(['i.team_id as teamId', 't.name as team', 'i.email', 'i.role', 'i.message', 'i.created_at as createdAt'])
    .select(['i.sent_at as sentAt', 'i.expires_at as expiresAt', 'i.ended_as as endedAs', 'i.ended_at as endedAt'])
    .select(sql<boolean>`i.inviter_id IS NOT DISTINCT FROM ${userId}`.as('byYou'))
    .where((or) =>
      or.or([
        or('i.inviter_id', '=', userId),
        or('i.canonical', '=', or.selectFrom('users').select('email_canonical').where('id', '=', userId)),
      ]),
    )
    .orderBy('i.created_at')
    .orderBy('i.id')
    .execute()

/** Teams a person was removed from, and removals that were theirs. */
export const exportedRemovals = (on: Reader, userId: string) =>
  on.query
    .selectFrom('former_members')
    .select(['team_id as teamId', 'user_id as memberId', 'role', 'removed_by as removedBy', 'removed_at as removedAt'])
    .where((or) => or.or([or('user_id', '=', userId), or('removed_by', '=', userId)]))
    .orderBy('removed_at')
    .execute()

/** Offers of ownership a person made or got. */
export const exportedOffers = (on: Reader, userId: string) =>
  on.query
    .selectFrom('ownership_offers')
    .select(['team_id as teamId', 'from_id as fromId', 'to_id as toId', 'shared', 'created_at as createdAt'])
    .where((or) => or.or([or('from_id', '=', userId), or('to_id', '=', userId)]))
    .execute()

/** When a person's one trial began. */
export const exportedTrial = (on: Reader, userId: string) =>
  on.query.selectFrom('trials_begun').select('began_at as beganAt').where('user_id', '=', userId).executeTakeFirst()

/** Takes a person out of every team that has other members; answers which. */
export async function leaveSharedTeams(tx: Tx, userId: string): Promise<string[]> {
  const { rows } = await sql<{ team_id: string }>`DELETE FROM memberships m WHERE m.user_id = ${userId}
    AND EXISTS (SELECT FROM memberships o WHERE o.team_id = m.team_id AND o.user_id <> m.user_id)
    RETURNING m.team_id`.execute(tx.query)
  return rows.map((row) => row.team_id)
}

/** Makes worthless what is open: invitations into teams that go with a person, and those that wait for them. */
export async function revokeInvitationsAround(tx: Tx, userId: string, now: Date): Promise<void> {
  await sql`UPDATE invitations i SET ended_as = 'revoked', ended_at = ${now} WHERE i.ended_as IS NULL AND (
    i.canonical = (SELECT email_canonical FROM users WHERE id = ${userId})
    OR i.team_id IN (SELECT m.team_id FROM memberships m WHERE m.user_id = ${userId}
      AND NOT EXISTS (SELECT FROM memberships o WHERE o.team_id = m.team_id AND o.user_id <> m.user_id)))`.execute(
    tx.query,
  )
}

/** Removes every invitation that a person's address was ever written on. */
export async function deleteInvitationsTo(tx: Tx, userId: string): Promise<void> {
  await sql`DELETE FROM invitations WHERE canonical = (SELECT email_canonical FROM users WHERE id = ${userId})`.execute(
    tx.query,
  )
}

/** Takes a person out of what they did in teams that go on: what they wrote in invitations, and whom they removed. */
export async function forgetManager(tx: Tx, userId: string): Promise<void> {
  await tx.query.updateTable('invitations').set({ message: '' }).where('inviter_id', '=', userId).execute()
  await tx.query.updateTable('former_members').set({ removed_by: null }).where('removed_by', '=', userId).execute()
}

/** Removes a team; everything that hangs on its row goes along. */
export async function deleteTeamRow(tx: Tx, teamId: string): Promise<void> {
  await tx.query.deleteFrom('teams').where('id', '=', teamId).execute()
}
