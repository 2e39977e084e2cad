import { expect, test } from 'vitest'
import { hours, later, minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { askChange, newAddress } from './email-change.fixture.ts'

const app = await testApp()

test('shows the change that waits: its latest address, to its person only, for as long as its link lives', async () => {
  const [ada, ben] = [await app.person('Ada Changing'), await app.person('Ben Beside')]
  const shown = async (who = ada) => (await who.browser.get('/account/email-change')).body.pending
  expect(await shown()).toBeNull()
  await askChange(ada, newAddress())
  app.clock.advance(minutes(5))
  const newEmail = newAddress()
  expect((await askChange(ada, newEmail)).status).toBe(202)
  const asked = app.clock.now()
  expect(await shown()).toMatchObject({ newEmail, expiresAt: later(asked, hours(24)).toISOString() })
  expect(await shown(ben)).toBeNull()
  app.clock.set(new Date(asked.getTime() + hours(24) - 1).toISOString())
  expect(await shown()).toMatchObject({ newEmail })
  app.clock.set(later(asked, hours(24)).toISOString())
  expect(await shown()).toBeNull()
  expect((await app.browser().get('/account/email-change')).status).toBe(401)
})
