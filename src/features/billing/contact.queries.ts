import { sql } from 'kysely'
import type { Reader, Tx } from '#platform/db/db.ts'

/** An address outside the team that gets letters about its money. */
export interface BillingContactsTable {
  team_id: string
  email: string
  kinds: string[]
  /** Null until the mailbox is proven; nothing but the link that proves it goes there before. */
  proven_at: Date | null
  /** Of the secret in the open link. */
  digest: Buffer | null
  link_ends_at: Date | null
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    billing_contacts: BillingContactsTable
  }
}

/** Everybody outside the team who is named for letters about money, by address. */
export async function contactsOf(on: Reader, teamId: string): Promise<BillingContactsTable[]> {
  return on.query.selectFrom('billing_contacts').selectAll().where('team_id', '=', teamId).orderBy('email').execute()
}

/** Whose mailbox is proven and who gets letters of this kind, with the name of the team they are about. */
export async function contactsToTell(
  on: Reader,
  teamId: string,
  kind: string,
): Promise<{ email: string; teamName: string }[]> {
  return on.query
    .selectFrom('billing_contacts')
    .innerJoin('teams', 'teams.id', 'billing_contacts.team_id')
    .select(['email', 'teams.name as teamName'])
    .where('team_id', '=', teamId)
    .where('proven_at', 'is not', null)
    .where('kinds', '@>', sql<string[]>`ARRAY[${kind}]`)
    .orderBy('email')
    .execute()
}

/** Names a contact, or changes which letters one gets and its open link. */
export async function saveContact(tx: Tx, contact: BillingContactsTable): Promise<void> {
  const { team_id: _team, email: _email, ...change } = contact
  await tx.query
    .insertInto('billing_contacts')
    .values(contact)
    .onConflict((conflict) => conflict.columns(['team_id', 'email']).doUpdateSet(change))
    .execute()
}

/** Takes addresses out of a team's contacts; their open links are dead with that. */
export async function removeContacts(tx: Tx, teamId: string, emails: readonly string[]): Promise<void> {
  if (emails.length === 0) return
  await tx.query.deleteFrom('billing_contacts').where('team_id', '=', teamId).where('email', 'in', emails).execute()
}

/** Where a person's addresses are named for letters about money, as “Download my data” gives it. */
export const exportedContacts = (on: Reader, userId: string) =>
  on.query
    .selectFrom('billing_contacts as c')
    .innerJoin('users as u', (join) =>
      join.on((or) =>
        or.or([or('c.email', '=', or.ref('u.email')), or('c.email', '=', or.ref('u.notification_email'))]),
      ),
    )
    .select(['c.team_id as teamId', 'c.email', 'c.kinds', 'c.proven_at as provenAt'])
    .where('u.id', '=', userId)
    .orderBy('c.team_id')
    .execute()

/** Takes a person's addresses out of every team's contacts. */
export async function removeContact(tx: Tx, userId: string): Promise<void> {
  const person = tx.query.selectFrom('users').where('id', '=', userId)
  await tx.query
    .deleteFrom('billing_contacts')
    .where((or) =>
      or.or([or('email', '=', person.select('email')), or('email', '=', person.select('notification_email'))]),
    )
    .execute()
}

/** Notes that the mailbox of an open link is proven; undefined for a link that was used, replaced, withdrawn or is too old. */
export async function proveContact(
  tx: Tx,
  digest: Buffer,
  now: Date,
): Promise<Pick<BillingContactsTable, 'team_id' | 'email'> | undefined> {
  return tx.query
    .updateTable('billing_contacts')
    .set({ proven_at: now, digest: null, link_ends_at: null })
    .where('digest', '=', digest)
    .where('link_ends_at', '>', now)
    .returning(['team_id', 'email'])
    .executeTakeFirst()
}

/** Which of these addresses belong to people of the team who have proven them. */
export async function provenMembers(on: Reader, teamId: string, emails: readonly string[]): Promise<Set<string>> {
  if (emails.length === 0) return new Set()
  const rows = await on.query
    .selectFrom('memberships as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select('u.email_canonical')
    .where('m.team_id', '=', teamId)
    .where('u.email_canonical', 'in', emails)
    .where('u.email_verified_at', 'is not', null)
    .execute()
  return new Set(rows.map((row) => row.email_canonical))
}
