import type { Reader, Tx } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import type { Principal } from './principal.ts'

/** Somebody who leaves, read anew where it is decided: they need not be signed in when the day comes. */
export type Leaver = Pick<Principal, 'user' | 'teams'>

/** What must be settled before somebody may leave, or before a team may be deleted. */
export interface Obstacle {
  /** Stable, for tests and programs, such as `sole_owner`. */
  code: string
  /** One sentence of plain words. */
  says: string
  /** Where it is settled, one button each; none when time or somebody else settles it. */
  fixes: readonly { label: string; href: string }[]
}

/** One line of what goes or stays: `what` is a label such as “API keys”. `why` only for what stays. Lines with a count of 0 are not shown. */
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
  obstacles?(on: Reader, who: Leaver, now: Date): Promise<Obstacle[]>
  /** What of theirs goes and what stays. */
  belongings?(on: Reader, who: Leaver, now: Date): Promise<Belonging[]>
  /**
   * In the transaction that decides that a person leaves for good (asked for now, or the chosen day has come), after their row and the rows of
   * all their teams were locked: ends what acts in their name and lets nobody depend on them, such as memberships in teams with others.
   */
  atOnce?(tx: Tx, platform: Platform, userId: string, now: Date): Promise<void>
  /**
   * Removes what is theirs for good; a step of its own transaction, repeated until it succeeds. The person's row (name, addresses) is there
   * until the last step, which is the account's own. Teams that go with them were ended before the first.
   */
  erase?(tx: Tx, platform: Platform, userId: string, now: Date): Promise<void>
  /** Everything held about the person. */
  export?(on: Reader, platform: Platform, userId: string): Promise<ExportedFile[]>
  /** What stands in the way of deleting a team. */
  teamObstacles?(on: Reader, teamId: string, now: Date): Promise<Obstacle[]>
  /**
   * In the transaction that deletes a team, after its row was locked. All of them in order delete a team: the team's own comes last and takes
   * the row with everything that hangs on it.
   */
  endTeam?(tx: Tx, platform: Platform, teamId: string, now: Date): Promise<void>
}
