import { expect } from 'vitest'
import type { Browser } from '#tests/browser.ts'
import type { Person, TestApp } from '#tests/harness.ts'

const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'

/** What tests of a person's sessions do and look at. */
export function sessionsIn(app: TestApp) {
  /** Begins one more session of somebody, in a browser of its own unless told. */
  async function signIn(who: Person, browser = app.browser()): Promise<Browser> {
    const { status } = await browser.post('/auth/sessions', { email: who.email, password: who.password })
    expect(status).toBe(200)
    return browser
  }
  // biome-ignore lint/suspicious/noExplicitAny: an answer's own shape is what is looked at
  const list = async (browser: Browser): Promise<any[]> => (await browser.get('/account/sessions')).body.items
  return {
    signIn,
    async inFirefox(who: Person): Promise<Browser> {
      const browser = app.browser()
      browser.userAgent = firefox
      return signIn(who, browser)
    },
    list,
    otherId: async (browser: Browser): Promise<string> => (await list(browser)).find((one) => !one.current).id,
    /** What a person's own log says of an action. */
    audited: async (who: Person, action: string) =>
      (
        await app.sql<{ details: object }>('SELECT details FROM audit_log WHERE log_id = $1 AND action = $2', [
          who.id,
          action,
        ])
      ).map(({ details }) => details),
  }
}
