import type { RunRow, RunState } from './rows.ts'

/** States of a run that nothing follows but a person’s review. */
const final: ReadonlySet<RunState> = new Set(['completed', 'failed', 'cancelled', 'needs_review'])

/** Whether a crawl or run is over. */
export const isOver = (state: RunState): boolean => final.has(state)

/** A state in words. */
export const stateSays: Readonly<Record<RunState, string>> = {
  queued: 'Queued',
  running: 'Running',
  completed: 'Passed',
  failed: 'Failed',
  cancelled: 'Cancelled',
  needs_review: 'Needs review',
}

/** What a pipeline should end with: 0 only when everything passed. A picture nobody has accepted yet is no pass. */
export const exitCodeOf = (state: RunState): 0 | 1 => (state === 'completed' ? 0 : 1)

/** How long a run took, in milliseconds; null before it ended. */
export const durationOf = ({
  started_at,
  created_at,
  finished_at,
}: Pick<RunRow, 'started_at' | 'created_at' | 'finished_at'>): number | null =>
  finished_at === null ? null : finished_at.getTime() - (started_at ?? created_at).getTime()
