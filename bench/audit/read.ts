import type { AuditFilters } from '#features/audit/contract.ts'
import { entriesAfter } from '#features/audit/list.queries.ts'
import { number } from './figures.ts'
import { type Filled, filledLog } from './fill.ts'

const rounds = 220
const warmUp = 20
const pad = (n: number) => String(n).padStart(26, '0')
const pick: Record<string, (n: number) => AuditFilters> = {
  user: (n) => ({ user: `usr_${pad(n % 15)}` }),
  area: (n) => ({ area: ['auth', 'key', 'run', 'billing', 'case'][n % 5] }),
  target: (n) => ({ target: `key_${pad((n * 97) % 5000)}` }),
  ip: (n) => ({ ip: `198.51.100.${(n * 7) % 100}` }),
  dates: (n) => ({ from: new Date(Date.UTC(2025, n % 12, 1)), to: new Date(Date.UTC(2025, (n % 12) + 2, 1)) }),
}
const names = Object.keys(pick)

const kinds: [name: string, filters: (n: number) => AuditFilters][] = [
  ['none (first page)', () => ({})],
  ...names.map((name): [string, (n: number) => AuditFilters] => [name, (n) => pick[name]?.(n) ?? {}]),
  ['user: the system (no entries)', () => ({ user: 'system' })],
  ['area: three in one', () => ({ area: 'project,suite,case' })],
  ...names.flatMap((one, at) =>
    names
      .slice(at + 1)
      .map((other): [string, (n: number) => AuditFilters] => [
        `${one} + ${other}`,
        (n) => ({ ...pick[one]?.(n), ...pick[other]?.(n) }),
      ]),
  ),
  ['user + area that never met', () => ({ user: `usr_${pad(14)}`, area: 'billing' })],
  ['user + ip that never met', () => ({ user: `usr_${pad(14)}`, ip: '198.51.100.99' })],
  ['words: rare', (n) => ({ text: `word${n * 97}` })],
  ['words: frequent', (n) => ({ text: `thing ${(n * 31) % 1000}` })],
  ['words: everywhere', () => ({ text: 'thing' })],
  ['words: nowhere', (n) => ({ text: `quux${n}` })],
  ['words: rare + user', (n) => ({ text: `word${n * 97}`, ...pick.user?.(n) })],
]

/**
 * Reads the first page of two logs with every filter and every pair, by turns, twice: the first time much comes from disk, the second time nothing.
 * The 99th of a hundred, and how it grows.
 */
export async function reading(small: Filled, large: Filled, sizes: { few: number; many: number }): Promise<string[]> {
  const lines = [
    `First page (51 rows) of one team’s log at ${number(sizes.few)} and at ${number(sizes.many)} entries (24 months, 15 users, 14 actions, 5,000 targets, 100 addresses) beside 300,000 of 30,000 small teams, read by turns; p99 of ${rounds - warmUp}, ms, of pages read a second time; behind them those read the first time.`,
    '',
    '| filter | small | large | × | median × | small, first time | large, first time |',
    '|---|---|---|---|---|---|---|',
  ]
  for (const [name, filters] of kinds) {
    const first = await timesOf(small, large, filters)
    const again = await timesOf(small, large, filters)
    const [a, b] = [again.small(0.99), again.large(0.99)]
    lines.push(
      `| ${name} | ${a.toFixed(1)} | ${b.toFixed(1)} | ${(b / a).toFixed(1)} | ${(again.large(0.5) / again.small(0.5)).toFixed(1)} | ${first.small(0.99).toFixed(1)} | ${first.large(0.99).toFixed(1)} |`,
    )
    process.stderr.write(`${lines.at(-1)}\n`)
  }
  return lines
}

async function timesOf(small: Filled, large: Filled, filters: (n: number) => AuditFilters) {
  const times: { small: number[]; large: number[] } = { small: [], large: [] }
  for (let n = 0; n < rounds; n += 1)
    for (const [size, { platform }] of [
      ['small', small],
      ['large', large],
    ] as const) {
      const start = performance.now()
      await entriesAfter(platform.db, filledLog, filters(n), { cursor: undefined, limit: 51 })
      if (n >= warmUp) times[size].push(performance.now() - start)
    }
  const part = (all: number[]) => (share: number) =>
    all.toSorted((a, b) => a - b)[Math.floor((rounds - warmUp) * share)] ?? 0
  return { small: part(times.small), large: part(times.large) }
}
