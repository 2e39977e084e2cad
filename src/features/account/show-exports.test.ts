import { expect, test } from 'vitest'
import { departures } from '#app/lifecycle.ts'
import { days, later } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { exportsIn } from './export.fixture.ts'

const app = await testApp()
const { latest, byHand } = exportsIn(app)

test('the page sees how far a copy is: a step for each slice that has given its part, and all of it only when it is ready', async () => {
  const who = await app.person('Paul Progress')
  const { build } = await byHand(who)
  const progress = async () => (await latest(who)).progress
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
  await build(watched)
  const parts = departures.filter((one) => one.export).length
  expect(parts).toBeGreaterThan(8)
  expect(seen).toEqual(Array.from({ length: parts }, (_, done) => done / (parts + 1)))
  expect(await progress()).toBe(1)
})

test('shows the copy asked for last, to its person only, until it is gone after seven days', async () => {
  const [ada, ben] = [await app.person('Ada Copied'), await app.person('Ben Beside')]
  expect(await latest(ada)).toBeNull()
  const { id, build } = await byHand(ada)
  expect(await latest(ada)).toMatchObject({ id })
  expect(await latest(ben)).toBeNull()
  await build([])
  const built = app.clock.now()
  app.clock.set(new Date(built.getTime() + days(7) - 1).toISOString())
  await ada.browser.post('/auth/sessions', { email: ada.email, password: ada.password })
  expect(await latest(ada)).toMatchObject({ id })
  app.clock.set(later(built, days(7)).toISOString())
  expect(await latest(ada)).toBeNull()
  expect((await app.browser().get('/account/exports')).status).toBe(401)
})
