import type { RunCase } from './run-queries.ts'

/** A test of a run, and those after it that could not be decided for the very same reason. */
export interface Told {
  one: RunCase
  same: RunCase[]
}

/** Puts the tests of one page that failed because it could not be read at all under the first of them: it is one failure, not eight. */
export function bySameCause(cases: readonly RunCase[]): Told[] {
  const told: Told[] = []
  for (const one of cases) {
    const first = told.find(({ one: before }) => isUnread(one) && isUnread(before) && before.message === one.message)
    if (first) first.same.push(one)
    else told.push({ one, same: [] })
  }
  return told
}

const isUnread = ({ state, failureType }: RunCase): boolean => state === 'failed' && failureType === 'page_load'
