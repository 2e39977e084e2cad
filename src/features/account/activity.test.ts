import { expect, test } from 'vitest'
import { days, minutes } from '#platform/clock.ts'
import { type Person, testApp } from '#tests/harness.ts'

const app = await testApp()

// biome-ignore lint/suspicious/noExplicitAny: an answer's own shape is what is looked at
const activity = async (who: Person, query = ''): Promise<any> =>
  (await who.browser.get(`/account/activity${query}`)).body
// biome-ignore lint/suspicious/noExplicitAny: an answer's own shape is what is looked at
const line = async (who: Person, id: string): Promise<any> =>
  (await who.browser.get('/account/checklist')).body.items.find((item: { id: string }) => item.id === id)

test('one’s own events are sentences, newest first, on every plan, and nobody else’s are among them', async () => {
  const ada = await app.person('Ada Lovelace')
  const ben = await app.person('Ben Babbage')
  app.clock.advance(minutes(1))
  const { body } = await ada.browser.get('/account')
  await ada.browser.patch('/account', { company: 'Engines Ltd' }, { ifMatch: body.version })
  app.clock.advance(minutes(1))
  await app.browser().post('/auth/sessions', { email: ada.email, password: 'not-the-password' })
  const { items, nextCursor } = await activity(ada)
  expect(nextCursor).toBeNull()
  expect(items.map(({ says }: { says: string }) => says)).toEqual([
    'A sign-in was refused: the password was wrong.',
    'Your profile was changed.',
    'You signed up.',
  ])
  expect(items[0]).toMatchObject({ refused: true, here: false, ip: '127.0.0.1', device: 'Chrome on Linux' })
  expect(items[1]).toMatchObject({
    refused: false,
    here: true,
    changes: [{ field: 'company', from: null, to: 'Engines Ltd' }],
  })
  expect((await activity(ben)).items).toHaveLength(1)
})

test('pages neither lose nor repeat an event, though many have the same moment', async () => {
  const ada = await app.person('Ada Lovelace')
  for (let n = 0; n < 6; n += 1) await ada.browser.delete('/auth/confirmation')
  await ada.browser.post('/auth/confirmation', { password: ada.password })
  const all = (await activity(ada)).items.map(({ id }: { id: string }) => id)
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await activity(ada, `?limit=3${cursor && `&cursor=${cursor}`}`)
    seen.push(...page.items.map(({ id }: { id: string }) => id))
    cursor = page.nextCursor
  }
  expect(seen).toEqual(all)
  expect(new Set(seen).size).toBe(8)
})

test.each(['cursor=x', 'cursor=1-aud_x', 'limit=0', 'limit=201', 'limit=x', 'cursor=1&cursor=2'])(
  'refuses %s',
  async (query) => {
    const ada = await app.person('Ada Lovelace')
    expect((await ada.browser.get(`/account/activity?${query}`)).status).toBe(400)
  },
)

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

test('a sign-in judges the password anew, as the lists are today', async () => {
  const ada = await app.person('Ada Lovelace')
  expect((await ada.browser.get('/account/password')).body).toMatchObject({ strength: null, minimum: 8 })
  await app.browser().post('/auth/sessions', { email: ada.email, password: ada.password })
  expect((await ada.browser.get('/account/password')).body).toMatchObject({ strength: 'good', otherSessions: 1 })
})
