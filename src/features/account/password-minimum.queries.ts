import type { Config } from '#platform/config.ts'
import type { Reader } from '#platform/db/db.ts'

/** The shortest password this person may set: the operator's minimum, or the largest any of their teams asks for. */
export async function passwordMinimumOf(
  on: Reader,
  { AEGIS_PASSWORD_MIN: least }: Pick<Config, 'AEGIS_PASSWORD_MIN'>,
  userId: string,
): Promise<number> {
  const row = await on.query
    .selectFrom('memberships as m')
    .innerJoin('teams as t', 't.id', 'm.team_id')
    .select((select) => select.fn.max('t.password_min').as('asked'))
    .where('m.user_id', '=', userId)
    .executeTakeFirst()
  return Math.max(least, Number(row?.asked ?? 0))
}
