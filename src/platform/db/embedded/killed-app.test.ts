import { randomInt } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFolder, processesLeft, processesOf, runApp, type StagedApp, stageApp } from './staged-app.fixture.ts'
import { startEmbedded } from './start-embedded.ts'

let base: string
const apps: StagedApp[] = []

beforeAll(async () => {
  base = await openFolder()
  await stageApp(base)
})

afterAll(async () => {
  for (const { child } of apps) child.kill('SIGKILL')
  await processesLeft(base)
  await rm(base, { recursive: true, force: true, maxRetries: 20 })
})

async function killed(data: string, when: (app: StagedApp) => Promise<unknown>): Promise<number[]> {
  const app = await runApp(base, [data, 'write'])
  apps.push(app)
  await when(app)
  app.child.kill('SIGKILL')
  await app.ended
  expect(app.said.filter(({ fault }) => fault !== undefined)).toEqual([])
  return app.said.flatMap(({ row }) => row ?? [])
}

test('an app killed 20 times at any moment leaves no server, starts again and keeps what it acknowledged', async () => {
  const data = join(base, 'data')
  const acknowledged: number[] = []
  for (let round = 0; round < 20; round++) {
    const atStart = async () => sleep(randomInt(round < 4 ? 900 : 250))
    const atWork = async (app: StagedApp) => {
      expect((await app.first).ready).toBeGreaterThan(0)
      await sleep(randomInt(150))
    }
    acknowledged.push(...(await killed(data, round % 3 === 0 ? atStart : atWork)))
    // Every other time the next start meets the old server still going down.
    if (round % 2 === 0) expect(await processesLeft(data)).toEqual([])
  }
  expect(await processesLeft(data)).toEqual([])
  expect(acknowledged.length).toBeGreaterThan(100)

  const server = await startEmbedded({ dataDir: data, log: () => undefined })
  const { superuser: user, ...where } = server.connection
  const client = new Client({ ...where, user })
  await client.connect()
  const { rows } = await client.query<{ id: string }>('SELECT id FROM kept')
  await client.end()
  expect(await processesOf(data)).toContain(server.pid)
  await server.stop()
  const kept = new Set(rows.map(({ id }) => Number(id)))
  expect(acknowledged.filter((row) => !kept.has(row))).toEqual([])
}, 120_000)

test('of two first starts at the same moment one serves and the other is told so', async () => {
  const data = join(base, 'twice')
  const both = await Promise.all([runApp(base, [data, 'look']), runApp(base, [data, 'look'])])
  apps.push(...both)
  const said = await Promise.all(both.map(({ first }) => first))
  expect(said.filter(({ ready }) => ready !== undefined)).toHaveLength(1)
  expect(said.find(({ fault }) => fault !== undefined)?.fault).toMatch(/^AegisRunner is already running \(pid \d+ /)
  for (const { child } of both) child.stdin?.end()
  await Promise.all(both.map(({ ended }) => ended))
  expect(await processesLeft(data)).toEqual([])
})
