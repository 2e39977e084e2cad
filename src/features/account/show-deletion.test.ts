import { expect, test } from 'vitest'
import { days, later } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { leaver } from './leaving.fixture.ts'

const app = await testApp()
const shown = async ({ browser }: Awaited<ReturnType<typeof app.person>>) =>
  (await browser.get('/account/deletion')).body.scheduled

test('says when one’s own account goes, to nobody else, and nothing once it was cancelled', async () => {
  const [lea, ben] = [await leaver(app, 'Lea Leaving'), await app.person('Ben Staying')]
  const now = app.clock.now()
  const dueAt = later(now, days(30)).toISOString()
  expect(await shown(lea)).toEqual({ requestedAt: now.toISOString(), dueAt, blocked: false })
  expect(await shown(ben)).toBeNull()
  app.clock.advance(days(29))
  await lea.browser.post('/auth/sessions', { email: lea.email, password: lea.password })
  expect(await shown(lea)).toMatchObject({ dueAt })
  expect((await lea.browser.delete('/account/deletion')).status).toBe(204)
  expect(await shown(lea)).toBeNull()
  expect((await app.browser().get('/account/deletion')).status).toBe(401)
})
