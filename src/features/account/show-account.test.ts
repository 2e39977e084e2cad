import { expect, it } from 'vitest'
import { testApp } from '#tests/harness.ts'

const app = await testApp()

it('shows one’s own profile, formatted, with teams and ETag', async () => {
  const ada = await app.person('Ada Lovelace', { timezone: 'Asia/Kolkata' })
  const { status, body, headers } = await ada.browser.get('/account')
  expect(status).toBe(200)
  expect(body).toEqual({
    id: ada.id,
    email: ada.email,
    emailVerified: true,
    fullName: 'Ada Lovelace',
    initials: 'AL',
    phone: null,
    phoneFormatted: null,
    timezone: 'Asia/Kolkata',
    company: '',
    jobTitle: '',
    avatarUrl: null,
    notificationEmail: null,
    isOperator: false,
    createdAt: '2027-03-01T09:00:00.000Z',
    version: 1,
    teams: [{ id: ada.teamId, name: 'Ada’s team', role: 'owner', twoFactorDue: null }],
  })
  expect(headers.get('etag')).toBe('"1"')
  expect(headers.get('cache-control')).toBe('no-store')
})

it('is for people who are signed in', async () => {
  const { status, body } = await app.browser().get('/account')
  expect([status, body.code]).toEqual([401, 'signed_out'])
})

it('needs no database once the session is known', async () => {
  const ada = await app.person('Ada Lovelace')
  await ada.browser.get('/account')
  let taken = 0
  const count = () => {
    taken += 1
  }
  app.platform.db.pool.on('acquire', count)
  for (let n = 0; n < 20; n += 1) expect((await ada.browser.get('/account')).status).toBe(200)
  app.platform.db.pool.off('acquire', count)
  expect(taken).toBe(0)
})

it('shows a change on the other node as well', async () => {
  const ada = await app.person('Ada Lovelace')
  const other = (await app.node()).browser(ada.browser)
  expect((await other.get('/account')).body.jobTitle).toBe('')
  await ada.browser.patch('/account', { jobTitle: 'Analyst' }, { ifMatch: 1 })
  await expect.poll(async () => (await other.get('/account')).body.jobTitle).toBe('Analyst')
})
