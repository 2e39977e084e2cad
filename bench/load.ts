import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** One measurement of a load on one address. */
export interface Measured {
  perSecond: number
  p99: number
  refused: number
}

/** Loads an address with autocannon in a process of its own, pinned to `cpus`. `rate` caps the requests per second. */
export async function load(
  url: string,
  {
    headers = {},
    connections = 50,
    duration = 4,
    cpus,
    rate,
  }: { headers?: Record<string, string>; connections?: number; duration?: number; cpus?: string; rate?: number },
): Promise<Measured> {
  const args = ['node_modules/autocannon/autocannon.js', '-j', '-n', '-c', String(connections), '-d', String(duration)]
  for (const [name, value] of Object.entries(headers)) args.push('-H', `${name}=${value}`)
  if (rate) args.push('-R', String(rate))
  const argv = [...(cpus ? ['taskset', '-c', cpus] : []), process.execPath, ...args, url]
  const { stdout } = await promisify(execFile)(argv[0] ?? '', argv.slice(1), { maxBuffer: 1e8 })
  const result = JSON.parse(stdout)
  return { perSecond: result.requests.average, p99: result.latency.p99, refused: result.non2xx }
}

/** The middle value. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
