import { expect, test } from 'vitest'
import { makeKey } from '#features/api-keys/key.fixture.ts'
import { testApp } from '#tests/harness.ts'

const app = await testApp()

test('what would go and what would stay is counted, the account first, and nothing is changed by looking', async () => {
  const [lea, otto] = [await app.person('Lea Looks'), await app.person('Otto Owner')]
  await app.join(lea, otto.teamId, 'member')
  await makeKey(lea)
  const preview = await lea.browser.get('/account/deletion/preview')
  expect(preview.status).toBe(200)
  const { obstacles, goes, stays } = preview.body
  expect(obstacles).toEqual([])
  expect(goes[0]).toEqual({ what: 'Your profile, addresses and password', count: 1 })
  expect(goes).toContainEqual({ what: 'Teams of which you are the only member, with everything in them', count: 1 })
  expect(goes).toContainEqual({ what: 'Memberships in teams with others', count: 1 })
  expect(goes).toContainEqual({ what: 'Your API keys', count: 1 })
  expect(stays).toEqual([
    {
      what: 'Teams that go on without you',
      count: 1,
      why: 'Their projects and results belong to everybody in them.',
    },
  ])
  // What somebody has none of is not named.
  for (const { count } of [...goes, ...stays]) expect(count).toBeGreaterThan(0)
  expect((await lea.browser.get('/account/deletion/preview')).body).toEqual(preview.body)
  expect((await lea.browser.get('/account/deletion')).body).toEqual({ scheduled: null })
})

test('what stands in the way is named before anybody asks, and only for whom it does', async () => {
  const [lea, otto] = [await app.person('Lea Alone'), await app.person('Otto Other')]
  await app.join(otto, lea.teamId, 'admin')
  const of = async ({ browser }: typeof lea) => (await browser.get('/account/deletion/preview')).body.obstacles
  expect(await of(lea)).toMatchObject([{ code: 'sole_owner', says: expect.stringContaining('one other member') }])
  expect(await of(otto)).toEqual([])
})
