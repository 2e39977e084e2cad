import { expect, test } from 'vitest'
import { type Person, testApp } from '#tests/harness.ts'
import { uploaded } from './avatar.fixture.ts'

const app = await testApp()
const audited = async (who: Person) =>
  (await app.sql<{ action: string }>(`SELECT action FROM audit_log WHERE log_id = $1 ORDER BY at, id`, [who.id]))
    .map((row) => row.action)
    .filter((action) => action.startsWith('account.'))

test('a picture is removed once, and audited', async () => {
  const cleo = await app.person('Cleo Clerk')
  const url = await uploaded(cleo)
  expect((await cleo.browser.delete('/account/avatar')).status).toBe(204)
  expect((await cleo.browser.delete('/account/avatar')).status).toBe(204)
  expect((await cleo.browser.get(url)).status).toBe(404)
  expect((await cleo.browser.get('/account')).body.avatarUrl).toBeNull()
  expect(await audited(cleo)).toEqual(['account.avatar_changed', 'account.avatar_removed'])
})
