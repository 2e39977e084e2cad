import { expect, test } from 'vitest'
import type { Departure } from '#access/departure.ts'
import { departures } from '#app/lifecycle.ts'
import { hours, minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { exportsIn } from './export.fixture.ts'

const app = await testApp()
const { latest, archive, byHand, sweep } = exportsIn(app)

test('one at a time: two tabs that ask at once get one copy; a new one takes the place of the old', async () => {
  const who = await app.person('Tia Tabs')
  const answers = await Promise.all([1, 2, 3].map(() => who.browser.fork().post('/account/exports')))
  expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409])
  const first = answers.find(({ status }) => status === 202)?.body
  expect(first).toMatchObject({ state: 'building', progress: 0 })
  expect((await archive(who, first.id)).status).toBe(409)
  await app.drain()
  expect((await who.browser.post('/account/exports')).status).toBe(202)
  await app.drain()
  expect((await latest(who)).id).not.toBe(first.id)
  expect((await archive(who, first.id)).status).toBe(404)
})

test('a slice that cannot answer fails the copy after its last try, and another can be asked for', async () => {
  const who = await app.person('Fay Failed')
  const { build } = await byHand(who)
  const broken: Departure = {
    slice: 'broken',
    export: async () => {
      throw new Error('not now')
    },
  }
  await expect(build([...departures, broken])).rejects.toThrow('not now')
  expect(await latest(who)).toMatchObject({ state: 'building' })
  await expect(build([...departures, broken], 3)).rejects.toThrow('not now')
  expect(await latest(who)).toMatchObject({ state: 'failed' })
  expect((await who.browser.post('/account/exports')).status).toBe(202)
})

test('a copy whose worker died is given up after an hour', async () => {
  const who = await app.person('Dee Dead')
  await byHand(who)
  app.clock.advance(hours(1) + minutes(1))
  await sweep()
  await who.browser.post('/auth/confirmation', { password: who.password })
  expect(await latest(who)).toMatchObject({ state: 'failed' })
  expect((await who.browser.post('/account/exports')).status).toBe(202)
})
