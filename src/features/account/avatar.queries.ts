import type { Reader, Tx } from '#platform/db/db.ts'

interface AvatarsTable {
  id: string
  user_id: string
  webp: Buffer
  created_at: Date
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    avatars: AvatarsTable
  }
}

/** Puts a picture in place of the one a person had. Their row is locked first, so of two at once the later wins whole. */
export async function replaceAvatar(tx: Tx, { id, user_id, webp, created_at }: AvatarsTable): Promise<void> {
  await tx.query.updateTable('users').set({ avatar_id: id }).where('id', '=', user_id).execute()
  await tx.query
    .insertInto('avatars')
    .values({ id, user_id, webp, created_at })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet({ id, webp, created_at }))
    .execute()
}

/** Removes a person's picture; answers its id, or null when they had none. */
export async function removeAvatar(tx: Tx, userId: string): Promise<string | null> {
  await tx.query
    .updateTable('users')
    .set({ avatar_id: null })
    .where('id', '=', userId)
    .where('avatar_id', 'is not', null)
    .execute()
  const row = await tx.query.deleteFrom('avatars').where('user_id', '=', userId).returning('id').executeTakeFirst()
  return row?.id ?? null
}

/** A picture, if it is the viewer's own or that of somebody they share a team with. */
export async function avatarSeenBy(on: Reader, viewerId: string, id: string): Promise<Buffer | undefined> {
  const row = await on.query
    .selectFrom('avatars')
    .select('webp')
    .where('avatars.id', '=', id)
    .where((or) =>
      or.or([
        or('avatars.user_id', '=', viewerId),
        or.exists(
          or
            .selectFrom('memberships as theirs')
            .innerJoin('memberships as ours', 'ours.team_id', 'theirs.team_id')
            .select('theirs.team_id')
            .whereRef('theirs.user_id', '=', 'avatars.user_id')
            .where('ours.user_id', '=', viewerId),
        ),
      ]),
    )
    .executeTakeFirst()
  return row?.webp
}

/** A person's picture. */
export async function avatarOf(on: Reader, userId: string): Promise<Buffer | undefined> {
  const row = await on.query.selectFrom('avatars').select('webp').where('user_id', '=', userId).executeTakeFirst()
  return row?.webp
}
