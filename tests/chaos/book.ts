/** What the load was promised: every line is an answer of success that somebody received. */
export interface Book {
  people: { email: string; teamId: string; owner: boolean }[]
  sessions: { cookie: string; ended: boolean }[]
  keys: { id: string; teamId: string; name: string; secret: string; revoked: boolean }[]
  /** Seats of a team: how many were wanted at once, and by whom they were taken. */
  seats: { teamId: string; wanted: number; joined: string[] }[]
  /** Ids of use that was counted, by team. */
  counted: Map<string, Set<string>>
  /** Teams that told of more use than their limit. */
  usedUp: Set<string>
  runs: { id: string; teamId: string; once: string; bearer: string }[]
  /** Requests a team's keys were let through, by the window they were counted in. */
  windows: Map<string, number>
  /** Milliseconds after an acknowledged revocation at which something was still let in. */
  lateAccess: number[]
  /** Revocations that were watched. */
  revocations: number
  /** What was promised and not kept, found on the way. */
  broken: string[]
}

export const newBook = (): Book => ({
  people: [],
  sessions: [],
  keys: [],
  seats: [],
  counted: new Map(),
  usedUp: new Set(),
  runs: [],
  windows: new Map(),
  lateAccess: [],
  revocations: 0,
  broken: [],
})
