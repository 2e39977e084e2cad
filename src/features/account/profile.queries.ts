import type { Tx } from '#platform/db/db.ts'
import type { UserRow } from './queries.ts'

/** The columns a person edits in their profile. */
export type ProfileFields = Pick<UserRow, 'full_name' | 'phone' | 'timezone' | 'company' | 'job_title'>

/** Changes a profile that still has the version that was seen; undefined when it was changed meanwhile. */
export async function updateProfile(
  tx: Tx,
  userId: string,
  seenVersion: number,
  fields: Partial<ProfileFields>,
): Promise<UserRow | undefined> {
  return tx.query
    .updateTable('users')
    .set({ ...fields, version: seenVersion + 1 })
    .where('id', '=', userId)
    .where('version', '=', seenVersion)
    .returningAll()
    .executeTakeFirst()
}
