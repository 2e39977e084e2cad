import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { days, minutes } from '#platform/clock.ts'
import type { Person } from '#tests/harness.ts'
import { enableTwoFactor, nextCode, signOut, typePassword } from './second-factor.ts'
import { openStage } from './stage.ts'

const { app, signedIn, visitor } = await openStage()

const listed = (page: Page) => page.getByRole('list', { name: 'Trusted browsers' }).getByRole('listitem')

/** Signs in with password and code, and trusts the browser. */
async function trust(page: Page, person: Person, secret: string): Promise<void> {
  await typePassword(page, person)
  await page.getByLabel('Trust this browser for 30 days').check()
  await page.getByLabel('6-digit code').fill(nextCode(app, secret))
  await page.waitForURL('**/welcome')
}

const asked = async (page: Page, person: Person): Promise<void> => {
  await typePassword(page, person)
  await page.getByRole('heading', { name: 'Enter your code' }).waitFor()
}

test('a trusted browser is not asked for a code; it is listed and revoked, and the next sign-in asks again', async () => {
  const ben = await app.person('Ben Factor')
  const { secret } = await enableTwoFactor(app, ben)
  const page = await visitor()
  await trust(page, ben, secret)
  await signOut(page)
  await typePassword(page, ben)
  await page.waitForURL('**/welcome')

  await page.goto('/settings/security#two-factor')
  await listed(page).waitFor()
  expect(await listed(page).innerText()).toMatch(
    /Chrome on Linux\s*This browser\s*Until 31 Mar 2027 · last seen just now/,
  )
  await page.getByRole('button', { name: /^Stop trusting / }).click()
  await page.getByText('It stays signed in where it is, and is asked for a code the next time.').waitFor()
  await page.getByRole('button', { name: 'Keep it' }).click()
  await page.getByRole('button', { name: /^Stop trusting / }).click()
  await page.getByRole('button', { name: 'Stop trusting it' }).click()
  await page.getByText('None: every browser is asked for a code.').waitFor()
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Trusted browsers')
  await page.reload()
  await page.getByText('None: every browser is asked for a code.').waitFor()
  await signOut(page)
  await asked(page, ben)
  await page.getByLabel('6-digit code').fill(nextCode(app, secret))
  await page.waitForURL('**/welcome')
  await signOut(page)
  await asked(page, ben) // the box was not ticked: nothing is remembered again
})

test('one of two is revoked from elsewhere and only that one is asked; then all of them are', async () => {
  const cy = await app.person('Cy Careful')
  const { secret } = await enableTwoFactor(app, cy)
  const [home, lost] = [await visitor(), await visitor()]
  await trust(home, cy, secret)
  app.clock.advance(minutes(5))
  await trust(lost, cy, secret)
  for (const page of [home, lost]) await signOut(page)

  const page = await signedIn(cy)
  await page.clock.setFixedTime(app.clock.now())
  await page.goto('/settings/security#two-factor')
  await listed(page).first().waitFor()
  expect(await listed(page).count()).toBe(2)
  expect(await listed(page).getByText('This browser').count()).toBe(0)
  await listed(page)
    .filter({ hasText: 'last seen just now' })
    .getByRole('button', { name: /^Stop trusting / })
    .click()
  await page.getByRole('button', { name: 'Stop trusting it' }).click()
  await expect.poll(() => listed(page).count()).toBe(1)
  await asked(lost, cy)
  await typePassword(home, cy)
  await home.waitForURL('**/welcome')
  await signOut(home)

  await lost.getByLabel('Trust this browser for 30 days').check()
  await lost.getByLabel('6-digit code').fill(nextCode(app, secret))
  await lost.waitForURL('**/welcome')
  await signOut(lost)
  await page.reload()
  await page.getByRole('button', { name: 'Stop trusting all (2)' }).click()
  await page.getByRole('button', { name: 'Stop trusting all 2' }).click()
  await page.getByText('None: every browser is asked for a code.').waitFor()
  for (const browser of [home, lost]) await asked(browser, cy)
})

test('the trust lasts 30 days and not a moment longer', async () => {
  const di = await app.person('Di Days')
  const { secret } = await enableTwoFactor(app, di)
  const page = await visitor()
  await trust(page, di, secret)
  await signOut(page)
  app.clock.advance(days(30) - minutes(1))
  await page.clock.setFixedTime(app.clock.now())
  await typePassword(page, di)
  await page.waitForURL('**/welcome')
  await signOut(page)
  app.clock.advance(minutes(1))
  await asked(page, di)
})
