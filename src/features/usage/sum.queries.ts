import { sql } from 'kysely'
import type { Reader } from '#platform/db/db.ts'

/** Adds at most so many uses to the sums of days, projects and keys; answers how many there were, or 0 while another node does it. */
export async function sumUpSome(on: Reader, most: number): Promise<number> {
  const { rows } = await sql<{ moved: number }>`SELECT sum_up_usage(${most}) AS moved`.execute(on.query)
  return rows[0]?.moved ?? 0
}
