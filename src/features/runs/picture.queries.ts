import { sql } from 'kysely'
import type { Reader, Tx } from '#platform/db/db.ts'
import type { PictureRow } from './rows.ts'

/** Keeps a picture. */
export async function insertPicture(tx: Tx, picture: PictureRow): Promise<void> {
  await tx.query.insertInto('pictures').values(picture).execute()
}

/** A picture of a team. */
export async function pictureOf(on: Reader, teamId: string, id: string): Promise<PictureRow | undefined> {
  return on.query
    .selectFrom('pictures')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Removes a team's pictures from before this instant, except those that cases compare with; answers how many. */
export async function dropPictures(tx: Tx, teamId: string, before: Date): Promise<number> {
  const { numAffectedRows } = await sql`DELETE FROM pictures p WHERE p.team_id = ${teamId} AND p.created_at < ${before}
    AND NOT EXISTS (SELECT FROM cases c WHERE c.team_id = p.team_id AND c.kind = 'screenshot' AND c.params ->> 'baselineId' = p.id)`.execute(
    tx.query,
  )
  return Number(numAffectedRows ?? 0)
}
