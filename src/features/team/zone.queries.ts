import type { Reader } from '#platform/db/db.ts'

/** The time zone of a person; UTC where nobody in particular acts. */
export async function zoneOf(on: Reader, userId: string | undefined): Promise<string> {
  if (userId === undefined) return 'UTC'
  const row = await on.query.selectFrom('users').select('timezone').where('id', '=', userId).executeTakeFirst()
  return row?.timezone ?? 'UTC'
}
