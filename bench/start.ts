import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from './load.ts'
import { startOurs } from './stage.ts'

const rounds = 5

/** Row 5: from the command to the ready line, on an empty folder and on one used before. */
export async function start(): Promise<string[]> {
  const cold: number[] = []
  const warm: number[] = []
  for (let round = 0; round < rounds; round++) {
    const dataDir = await mkdtemp(join(tmpdir(), 'aegis-bench-'))
    for (const times of [cold, warm]) {
      const server = await startOurs({ dataDir })
      times.push(server.readyAfter)
      await server.stop()
    }
    await rm(dataDir, { recursive: true, force: true })
  }
  const inSeconds = (times: number[]) =>
    `${(median(times) / 1000).toFixed(2)} (${(Math.max(...times) / 1000).toFixed(2)})`
  return [
    '## Starting (row 5)',
    '',
    `From the command to the ready line, ${rounds} rounds; median (and slowest), seconds.`,
    '',
    '| empty data folder | used before |',
    '|---|---|',
    `| ${inSeconds(cold)} | ${inSeconds(warm)} |`,
  ]
}
