import { expect, test } from 'vitest'
import { departures } from '#app/lifecycle.ts'
import { testApp } from '#tests/harness.ts'
import { buildExport } from './build-export.job.ts'

const app = await testApp()

test('the page sees how far a copy is: a step for each slice that has given its part, and all of it only when it is ready', async () => {
  const who = await app.person('Paul Progress')
  const { body } = await who.browser.post('/account/exports')
  await app.sql("DELETE FROM graphile_worker._private_jobs WHERE payload ->> 'id' = $1", [body.id])
  const progress = async () => (await who.browser.get('/account/exports')).body.latest.progress
  const seen: number[] = []
  const watched = departures.map((one) => ({
    ...one,
    ...(one.export && {
      export: async (...given: Parameters<typeof one.export>) => {
        seen.push(await progress())
        return one.export?.(...given) ?? []
      },
    }),
  }))
  const running = { payload: { id: body.id }, platform: app.platform, now: app.clock.now(), log: app.platform.log }
  await buildExport(watched).run({ ...running, attempt: 1, attempts: 3 })
  const parts = departures.filter((one) => one.export).length
  expect(parts).toBeGreaterThan(8)
  expect(seen).toEqual(Array.from({ length: parts }, (_, done) => done / (parts + 1)))
  expect(await progress()).toBe(1)
})
