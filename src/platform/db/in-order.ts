import { sql } from 'kysely'
import type { Db, Reader, Tx } from './db.ts'

/**
 * Runs reads of the newest rows of somebody, of which an index has the order. Without a word the planner, who takes everybody for as busy as the
 * average, would fetch all rows of the busiest and sort them: it sees no cost in that, as it believes there are five.
 */
export const inOrder = <T>(on: Reader, read: (on: Reader) => Promise<T>): Promise<T> =>
  isDb(on) ? on.transaction((tx) => withoutSorting(tx, read)) : withoutSorting(on, read)

const isDb = (on: Reader): on is Db => 'transaction' in on

async function withoutSorting<T>(on: Reader | Tx, read: (on: Reader) => Promise<T>): Promise<T> {
  await sql`SET LOCAL enable_sort = off`.execute(on.query)
  return read(on)
}
