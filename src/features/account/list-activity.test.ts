import { expect, test } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { type Person, testApp } from '#tests/harness.ts'

const app = await testApp()

// biome-ignore lint/suspicious/noExplicitAny: an answer's own shape is what is looked at
const activity = async (who: Person, query = ''): Promise<any> =>
  (await who.browser.get(`/account/activity${query}`)).body

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
