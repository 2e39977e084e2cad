import type { Tx } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import type { WorkRow } from './rows.ts'
import { holdWork } from './work.queries.ts'

/** The work was cancelled, or another worker took it over: nothing of it may be written any more. */
export class WorkLost extends Error {
  override readonly name = 'WorkLost'
}

/** A piece of work that this worker holds. */
export interface Work {
  platform: Platform
  row: WorkRow
  /** Aborted when the work is lost, or the worker stops. */
  signal: AbortSignal
  /** Writes something of it, if and only if the work is still held. Throws {@link WorkLost} when it is not. */
  write<T>(what: (tx: Tx, now: Date) => Promise<T>): Promise<T>
}

/** Work that is held, for who does it. */
export const workOn = (platform: Platform, row: WorkRow, signal: AbortSignal): Work => ({
  platform,
  row,
  signal,
  write: (what) =>
    platform.db.transaction(async (tx) => {
      if (!(await holdWork(tx, row))) throw new WorkLost('the work was cancelled or taken over')
      return what(tx, platform.clock.now())
    }),
})
