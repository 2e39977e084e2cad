import type { Reader, Tx } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import type { Principal } from './principal.ts'

/** What must be settled before somebody may leave, or before a team may be deleted. */
export interface Obstacle {
  /** Stable, for tests and programs, such as `sole_owner`. */
  code: string
  /** One sentence of plain words. */
  says: string
  /** Where it is settled; null when time settles it. */
  fix: { label: string; href: string } | null
}

/** One line of what goes or stays. `why` only for what stays. */
export interface Belonging {
  what: string
  count: number
  stays: boolean
  why?: string
}

/** One file of “Download my data”. The stream of rows is written as a JSON array. */
export interface ExportedFile {
  /** Such as `profile.json`; bytes for anything that is not JSON. */
  name: string
  /** One sentence for the index page. */
  says: string
  content: unknown | AsyncIterable<unknown> | Buffer
}

/**
 * What one slice does when a person leaves or a team ends. The composition root lists these in `lifecycle.ts`, in the order they run, and
 * hands the list to the stories of account and team, which know no other slice (decisions/0010). Every step may run twice.
 */
export interface Departure {
  readonly slice: string
  /** What stands in the way of this person's leaving. */
  obstacles?(on: Reader, who: Principal, now: Date): Promise<Obstacle[]>
  /** What of theirs goes and what stays. */
  belongings?(on: Reader, who: Principal, now: Date): Promise<Belonging[]>
  /** At once, in the transaction in which a person asks to leave (now or later): ends what acts in their name. */
  atOnce?(tx: Tx, platform: Platform, userId: string, now: Date): Promise<void>
  /** Removes what is theirs for good; a job of its own transaction, repeated until it succeeds. */
  erase?(tx: Tx, platform: Platform, userId: string, now: Date): Promise<void>
  /** Everything held about the person. */
  export?(on: Reader, platform: Platform, userId: string): Promise<ExportedFile[]>
  /** What stands in the way of deleting a team. */
  teamObstacles?(on: Reader, teamId: string, now: Date): Promise<Obstacle[]>
  /** In the transaction that deletes a team, before its row goes and everything that hangs on it. */
  endTeam?(tx: Tx, platform: Platform, teamId: string, now: Date): Promise<void>
}
