import { describe, expect, it } from 'vitest'
import { days, minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { sessionsIn } from './sessions.fixture.ts'

const app = await testApp()
const { signIn, inFirefox, list } = sessionsIn(app)

describe('the list of sessions', () => {
  it('tells this one first, then the same browser’s, then others by last use, each in words', async () => {
    const ada = await app.person('Ada Lovelace')
    const fox = await inFirefox(ada)
    app.clock.advance(minutes(5))
    await signIn(ada)
    app.clock.advance(minutes(5))
    await signIn(ada, ada.browser)
    const items = await list(ada.browser)
    expect(items.map(({ device, current }) => [device, current])).toEqual([
      ['Chrome on Linux', true],
      ['Chrome on Linux', false],
      ['Chrome on Linux', false],
      ['Firefox on Windows', false],
    ])
    expect(items[1].sameDevice).toBe(items[0].sameDevice)
    expect(items[2].sameDevice).not.toBe(items[0].sameDevice)
    expect(items[3]).toMatchObject({ browser: 'Firefox', os: 'Windows', ip: '127.0.0.1', method: 'password' })
    expect(items[3].startedAt).toBe('2027-03-01T09:00:00.000Z')
    expect((await list(fox)).map(({ device }) => device)[0]).toBe('Firefox on Windows')
  })

  it('leaves out what is over by age or disuse, as requests refuse it', async () => {
    const ada = await app.person('Ada Lovelace')
    const idle = await signIn(ada)
    app.clock.advance(days(8))
    await ada.browser.get('/account')
    app.clock.advance(days(7))
    expect((await idle.get('/account')).status).toBe(401)
    expect(await list(ada.browser)).toHaveLength(1)
    expect((await ada.browser.get('/account/password')).body.otherSessions).toBe(0)
  })

  it('shows nobody else’s, and no token', async () => {
    const [ada, ben] = [await app.person('Ada Lovelace'), await app.person('Ben Babbage')]
    const text = (await ada.browser.get('/account/sessions')).text
    expect(text).not.toContain((await list(ben.browser))[0].id)
    for (const value of ada.browser.cookies.values()) expect(text).not.toContain(value)
  })
})
