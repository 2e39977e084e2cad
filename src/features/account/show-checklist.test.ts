import { expect, test } from 'vitest'
import { days } from '#platform/clock.ts'
import { type Person, testApp } from '#tests/harness.ts'

const app = await testApp()

// biome-ignore lint/suspicious/noExplicitAny: an answer's own shape is what is looked at
const line = async (who: Person, id: string): Promise<any> =>
  (await who.browser.get('/account/checklist')).body.items.find((item: { id: string }) => item.id === id)

test('the checklist follows what is so, in the order and words of the product text', async () => {
  const ada = await app.person('Ada Lovelace')
  const { items } = (await ada.browser.get('/account/checklist')).body
  const order = [
    'Enable 2FA for enhanced account security',
    'Use a strong, unique password',
    'Regularly review and revoke unused API keys',
    'Check audit logs for suspicious activity',
    'Keep your email address up to date',
    'Store backup codes in a password manager',
    'Know every signed-in browser',
  ]
  const titles = items.map(({ title }: { title: string }) => title)
  expect(titles).toEqual(order.filter((title) => titles.includes(title)))
  for (const id of ['password', 'audit-log', 'email', 'unknown-sessions']) {
    expect(await line(ada, id), id).toMatchObject({ state: 'done', fix: null })
  }

  const mistype = () => app.browser().post('/auth/sessions', { email: ada.email, password: 'not-the-password' })
  await mistype()
  const [says, fix] = ['1 sign-in was refused in the last 7 days.', { href: '/settings/security#activity' }]
  expect(await line(ada, 'audit-log')).toMatchObject({ state: 'done', says, fix })
  await Promise.all([mistype(), mistype()])
  expect(await line(ada, 'audit-log')).toMatchObject({
    state: 'attention',
    says: '3 sign-ins were refused in the last 7 days.',
    fix: { href: '/settings/security#activity' },
  })
  await app.browser().post('/auth/sessions', { email: ada.email, password: ada.password })
  expect(await line(ada, 'unknown-sessions')).toMatchObject({
    state: 'attention',
    says: 'Another browser signed in for the first time in the last 7 days. Is it yours?',
    fix: { href: '/settings/security#sessions' },
  })
  await app.sql('UPDATE users SET email_verified_at = NULL WHERE id = $1', [ada.id])
  expect(await line(ada, 'email')).toMatchObject({ state: 'todo', fix: { href: '/settings/profile#email' } })
  await app.sql("UPDATE passwords SET strength = 'weak' WHERE user_id = $1", [ada.id])
  expect(await line(ada, 'password')).toMatchObject({ state: 'attention', fix: { label: 'Change Password' } })
  app.clock.advance(days(8))
  expect(await line(ada, 'audit-log')).toMatchObject({ state: 'done' })
  expect(await line(ada, 'unknown-sessions')).toMatchObject({ state: 'done' })
})
