import type { RunCaseRow } from './rows.ts'

type Compared = Pick<RunCaseRow, 'position' | 'case_id' | 'suite_name' | 'name' | 'state' | 'duration_ms'>

const identity = ({ case_id, suite_name, name }: Compared): string => case_id ?? `${suite_name}\n${name}`

/** What changed between two runs of the same cases. Slower is more than twice as long, and more than a second. */
export function compareCases(now: readonly Compared[], before: readonly Compared[]) {
  const known = new Map(before.map((one) => [identity(one), one]))
  const named = ({ position, suite_name, name }: Compared) => ({ position, suiteName: suite_name, name })
  const pairs = now.map((one) => ({ one, was: known.get(identity(one)) }))
  const went = (from: RunCaseRow['state'], to: RunCaseRow['state']) =>
    pairs.filter(({ one, was }) => was?.state === from && one.state === to)
  return {
    broken: went('passed', 'failed').map(({ one }) => named(one)),
    mended: went('failed', 'passed').map(({ one }) => named(one)),
    stillFailing: went('failed', 'failed').length,
    added: pairs.filter(({ was }) => !was).length,
    slower: pairs.flatMap(({ one, was }) => {
      const [beforeMs, nowMs] = [was?.duration_ms ?? 0, one.duration_ms ?? 0]
      return beforeMs > 0 && nowMs > beforeMs * 2 && nowMs - beforeMs > 1_000
        ? [{ ...named(one), beforeMs, nowMs }]
        : []
    }),
  }
}
