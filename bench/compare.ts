import { load, type Measured, median } from './load.ts'

/** One side of a comparison: an address under load. */
export interface Side {
  name: string
  url: string
  headers: Record<string, string>
}

const rounds = 5

/**
 * Loads all sides in turn, round after round, and writes the table: requests per second, p99, and how many times as fast the first side is as
 * each other one, round by round. The first round warms up and does not count.
 */
export async function compare(sides: Side[]): Promise<string[]> {
  const measured = new Map<Side, Measured[]>(sides.map((side) => [side, []]))
  for (let round = 0; round <= rounds; round++) {
    for (const side of sides) {
      const result = await load(side.url, { headers: side.headers, cpus: '1' })
      if (result.refused > 0) throw new Error(`${side.name} refused ${result.refused} requests`)
      if (round > 0) measured.get(side)?.push(result)
    }
  }
  const of = (side: Side) => measured.get(side) ?? []
  const [ours] = sides.map(of)
  const ratio = (side: Side) => median(of(side).map((one, i) => (ours?.[i]?.perSecond ?? Number.NaN) / one.perSecond))
  return [
    `One core for the server, the other for the load; 50 connections, ${rounds} rounds of 4 s each, interleaved; medians.`,
    '',
    '| | requests/s | p99 ms | ours is × as fast |',
    '|---|---|---|---|',
    ...sides.map((side, i) => {
      const perSecond = Math.round(median(of(side).map((one) => one.perSecond)))
      const p99 = median(of(side).map((one) => one.p99))
      return `| ${side.name} | ${perSecond} | ${p99} | ${i === 0 ? '' : ratio(side).toFixed(2)} |`
    }),
  ]
}
