import type { Page } from 'playwright-core'
import { minutes } from '#platform/clock.ts'
import type { Browser } from '#tests/browser.ts'
import type { Person, TestApp } from '#tests/harness.ts'

/** A browser on a desk. */
export const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'

const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1'

/** A good password to change to. */
export const better = 'quiet-lantern-orbit-77'

/** Signs in once more, in this browser. */
export async function alsoIn(
  app: TestApp,
  person: Person,
  userAgent: string,
  browser = app.browser(),
): Promise<Browser> {
  browser.userAgent = userAgent
  await browser.post('/auth/sessions', { email: person.email, password: person.password })
  return browser
}

/** Somebody who has lived with the account for a while: four sessions, a refused sign-in, a changed profile. */
export async function seasoned(app: TestApp, name: string): Promise<{ person: Person; others: Browser[] }> {
  const person = await app.person(name)
  const { body } = await person.browser.get('/account')
  await person.browser.patch('/account', { company: 'Analytical Engines Ltd' }, { ifMatch: body.version })
  app.clock.advance(minutes(3))
  const phone = await alsoIn(app, person, safari)
  const office = await alsoIn(app, person, firefox)
  const again = await alsoIn(app, person, firefox, office.fork())
  await app.browser().post('/auth/sessions', { email: person.email, password: 'not-the-password' })
  app.clock.advance(minutes(2))
  return { person, others: [phone, office, again] }
}

/** Opens the Security tab and waits until all of it is there. */
export const open = async (page: Page) => {
  await page.goto('/settings/security')
  await page.getByRole('button', { name: 'Secure my account' }).waitFor()
  await page.waitForLoadState('networkidle')
}

/** A card of the Security tab. */
export const card = (page: Page, id: string) => page.locator(`#${id}`)

/** What these browsers are answered now. */
export const statuses = async (browsers: Browser[]) =>
  Promise.all(browsers.map(async (browser) => (await browser.get('/account')).status))
