import { expect, test } from 'vitest'
import { days, minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { exists, leave, leaver, subjects, tick } from './leaving.fixture.ts'

const app = await testApp()

test('cancelled: nothing goes, no letter follows, and it can be asked for again', async () => {
  const lea = await leaver(app, 'Ria Remain')
  app.clock.advance(days(3))
  await lea.browser.post('/auth/confirmation', { password: lea.password })
  expect((await lea.browser.delete('/account/deletion')).status).toBe(204)
  const again = await lea.browser.delete('/account/deletion')
  expect([again.status, again.body.code]).toEqual([409, 'nothing_scheduled'])
  app.clock.advance(days(40))
  await tick(app)
  expect(await exists(app, lea)).toBe(true)
  expect((await subjects(app, lea)).at(-1)).toBe('Your account stays')
  const rows = await app.sql("SELECT 1 FROM audit_log WHERE log_id = $1 AND action = 'account.deletion_cancelled'", [
    lea.id,
  ])
  expect(rows).toHaveLength(1)
  await lea.browser.post('/auth/sessions', { email: lea.email, password: lea.password })
  expect((await leave(lea, { when: 'in-30-days' })).status).toBe(202)
})

test('cancelling at the very moment the day comes: one of both happens, never half of each', async () => {
  for (let round = 0; round < 5; round++) {
    const lea = await leaver(app, 'Rex Race')
    app.clock.advance(days(30) + minutes(1))
    await lea.browser.post('/auth/sessions', { email: lea.email, password: lea.password })
    const [cancelled] = await Promise.all([lea.browser.delete('/account/deletion'), tick(app)])
    await tick(app)
    expect([204, 401, 409]).toContain(cancelled.status)
    expect(await exists(app, lea)).toBe(cancelled.status === 204)
  }
})
