import { beforeEach, expect, test } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { appendMany, log } from './audit-log.fixture.ts'

const app = await testApp()
beforeEach(async () => void (await app.sql('DELETE FROM rate_limits'))) // many people sign up from one address here

test('how many entries are newer than one, and how many match', async () => {
  const ada = await app.person('Ada Lovelace')
  const [newest] = (await log(ada)).items
  app.clock.advance(minutes(1))
  await appendMany(app, ada.teamId, 5)
  const count = async (query: string) => (await ada.browser.get(`/teams/${ada.teamId}/audit/count${query}`)).body
  expect(await count(`?since=${newest.cursor}`)).toEqual({ count: 5, more: false })
  expect(await count(`?since=${newest.cursor}&area=account`)).toEqual({ count: 0, more: false })
  expect(await count('?area=key')).toEqual({ count: 5, more: false })
  await appendMany(app, ada.teamId, 120)
  expect(await count(`?since=${newest.cursor}`)).toEqual({ count: 100, more: true })
})
