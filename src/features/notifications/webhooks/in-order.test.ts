import { afterAll, expect, test } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { deliveriesOf, tell, tick, usageAlert } from '../telling.fixture.ts'
import { program } from './program.fixture.ts'

const far = await program()
const app = await testApp()
afterAll(() => far.close())

const titleOf = ({ body }: { body: string }): string => JSON.parse(body).title
const titles = ['first', 'second', 'third']

/** Somebody whose program fails with the first message so many times. */
async function failing(name: string, times: number): Promise<string> {
  const ada = await app.person(name)
  await ada.browser.post(`/teams/${ada.teamId}/webhooks`, { url: far.url, types: [] })
  far.heard.length = 0
  let failures = 0
  far.before = (heard) => {
    far.status = titleOf(heard) === 'first' && failures++ < times ? 500 : 200
  }
  for (const title of titles) await tell(app, usageAlert(ada.teamId, 80, { title }))
  await app.drain()
  for (let i = 0; i < 12; i++) {
    app.clock.advance(minutes(15))
    await tick(app)
  }
  const states = (await deliveriesOf(app, ada.teamId, 'webhook')).map(({ state }) => state)
  expect(states).toEqual(titles.map(() => 'sent'))
  return far.heard.map(titleOf).join(' ')
}

test('a message that fails holds back those behind it, which come in order', async () => {
  expect(await failing('Ada Order', 4)).toBe('first first first first first second third')
})

test('one that failed five times leaves the line: the others pass it, and it is tried on', async () => {
  expect(await failing('Ada Passed', 6)).toBe('first first first first first second third first first')
})
