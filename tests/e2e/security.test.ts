import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { minutes } from '#platform/clock.ts'
import type { Browser } from '#tests/browser.ts'
import type { Person } from '#tests/harness.ts'
import { axeFindings, type Eyes, openStage, picture, sidewaysScroll } from './stage.ts'

const { app, signedIn } = await openStage()
const better = 'quiet-lantern-orbit-77'
const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0'
const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1'

async function alsoIn(person: Person, userAgent: string, browser = app.browser()): Promise<Browser> {
  browser.userAgent = userAgent
  await browser.post('/auth/sessions', { email: person.email, password: person.password })
  return browser
}

/** Somebody who has lived with the account for a while: four sessions, a refused sign-in, a changed profile. */
async function seasoned(name: string): Promise<{ person: Person; others: Browser[] }> {
  const person = await app.person(name)
  const { body } = await person.browser.get('/account')
  await person.browser.patch('/account', { company: 'Analytical Engines Ltd' }, { ifMatch: body.version })
  app.clock.advance(minutes(3))
  const phone = await alsoIn(person, safari)
  const office = await alsoIn(person, firefox)
  const again = await alsoIn(person, firefox, office.fork())
  await app.browser().post('/auth/sessions', { email: person.email, password: 'not-the-password' })
  app.clock.advance(minutes(2))
  return { person, others: [phone, office, again] }
}

const open = async (page: Page) => {
  await page.goto('/settings/security')
  await page.getByRole('button', { name: 'Secure my account' }).waitFor()
  await page.waitForLoadState('networkidle')
}
const card = (page: Page, id: string) => page.locator(`#${id}`)
const statuses = async (browsers: Browser[]) =>
  Promise.all(browsers.map(async (browser) => (await browser.get('/account')).status))

const eyes: Record<string, Eyes> = {
  desktop: {},
  dark: { dark: true },
  phone: { width: 390, height: 844 },
  'phone-dark': { width: 390, height: 844, dark: true },
  narrow: { width: 320, height: 700 },
}

for (const [name, look] of Object.entries(eyes)) {
  test(`${name}: the Security tab as it stands, folded out and asking; axe finds nothing, nothing scrolls sideways`, async () => {
    const { person } = await seasoned('Vera Viewer')
    const page = await signedIn(person, look)
    await open(page)
    expect(await page.getByRole('heading', { level: 3 }).allTextContents()).toEqual([
      'Best practices',
      'Change Password',
      'Two-Factor Authentication (2FA)',
      'Passkeys',
      'API Keys',
      'Sessions',
      'Recent activity',
      'Secure my account',
    ])
    await picture(page, `security.${name}`)
    const found = await axeFindings(page)
    await page.getByText('1 more session in this browser').click()
    await page.getByRole('button', { name: 'Sign out everywhere' }).click()
    await page.getByRole('button', { name: 'Secure my account' }).click()
    await picture(page, `security-asking.${name}`)
    expect([...found, ...(await axeFindings(page))]).toEqual([])
    expect(await sidewaysScroll(page)).toBe(0)
  })
}

test('the password is changed: what ends is named before, wrong fields say so, and the rest is signed out', async () => {
  const { person, others } = await seasoned('Pia Password')
  const page = await signedIn(person)
  app.clock.advance(minutes(11)) // the proof of identity is old: the current password typed here renews it
  await open(page)
  const form = card(page, 'password')
  await form.getByText('Also signs out 3 other sessions.').waitFor()
  await form.getByLabel('Current Password').fill('not-the-password')
  await form.getByLabel('New Password', { exact: true }).fill('password1234')
  await form.getByLabel('Confirm New Password').fill('password123')
  await form.getByLabel('Current Password').focus()
  await form.getByText('This is not what you typed above.').waitFor()
  await form.getByLabel('Confirm New Password').fill('password1234')
  await form.getByRole('button', { name: 'Change Password' }).click()
  await expect.poll(() => form.getByLabel('Current Password').getAttribute('aria-invalid')).toBe('true')
  await form.getByLabel('Current Password').fill(person.password)
  await form.getByRole('button', { name: 'Change Password' }).click()
  await expect.poll(() => form.getByLabel('New Password', { exact: true }).getAttribute('aria-invalid')).toBe('true')
  expect(await form.textContent()).toContain('on lists of common and leaked passwords')
  await picture(page, 'password-breached')
  await form.getByLabel('New Password', { exact: true }).fill(better)
  await form.getByLabel('Confirm New Password').fill(better)
  await form.getByText(/^(Good|Very good)$/).waitFor()
  await form.getByRole('button', { name: 'Change Password' }).click()
  await form.getByText('Your password was changed. 3 other sessions were signed out.').waitFor()
  await picture(page, 'password-changed')
  expect(await form.getByLabel('Current Password').inputValue()).toBe('')
  expect(await statuses(others)).toEqual([401, 401, 401])
  expect((await app.mail(person.email)).at(-1)?.subject).toBe('Your password was changed')
  await card(page, 'sessions').getByRole('button', { name: 'Sign out everywhere' }).waitFor()
  expect(
    await card(page, 'sessions')
      .getByRole('button', { name: /Sign out all others/ })
      .count(),
  ).toBe(0)
})

test('one session is signed out, then all others, then everywhere; the step-up dialog goes on where it interrupted', async () => {
  const { person, others } = await seasoned('Sam Sessions')
  const page = await signedIn(person)
  app.clock.advance(minutes(11))
  await open(page)
  const sessions = card(page, 'sessions')
  expect(await sessions.getByRole('listitem').first().textContent()).toContain('This device')
  await sessions.getByRole('button', { name: /^Sign out Safari on iOS/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Password', { exact: true }).fill(person.password)
  await dialog.getByRole('button', { name: 'Confirm' }).click()
  await expect.poll(() => sessions.textContent()).not.toContain('Safari on iOS')
  expect(await statuses(others)).toEqual([401, 200, 200])
  await sessions.getByRole('button', { name: 'Sign out all others (2)' }).click()
  await sessions.getByText('2 other sessions were signed out.').waitFor()
  await picture(page, 'sessions-alone')
  expect(await statuses(others)).toEqual([401, 401, 401])
  await sessions.getByRole('button', { name: 'Sign out everywhere' }).click()
  await sessions.getByRole('button', { name: 'Sign out everywhere' }).click()
  await page.waitForURL('**/sign-in**')
  await page.goto('/settings/security')
  await page.waitForURL('**/sign-in**')
})

test('Secure my account: one press and a question, then a new password; the receipt is in the mailbox', async () => {
  const { person, others } = await seasoned('Rae Rescued')
  const page = await signedIn(person)
  await open(page)
  const secure = card(page, 'secure')
  await secure.getByRole('button', { name: 'Secure my account' }).click()
  await secure.getByRole('button', { name: 'Not now' }).click()
  await secure.getByRole('button', { name: 'Secure my account' }).click()
  await secure.getByRole('button', { name: 'Secure my account now' }).click()
  await secure.getByText('3 other sessions signed out').waitFor()
  await picture(page, 'secured')
  expect(await axeFindings(page)).toEqual([])
  expect(await statuses(others)).toEqual([401, 401, 401])
  expect((await app.mail(person.email)).at(-1)?.subject).toBe('Your account was secured')
  await secure.getByRole('link', { name: 'Choose a new password' }).click()
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Change Password')
  await card(page, 'password').getByText('A new password is due').waitFor()
  await card(page, 'password').getByLabel('Current Password').fill(person.password)
  await card(page, 'password').getByLabel('New Password', { exact: true }).fill(better)
  await card(page, 'password').getByLabel('Confirm New Password').fill(better)
  await card(page, 'password').getByRole('button', { name: 'Change Password' }).click()
  await card(page, 'password').getByText('Your password was changed.').waitFor()
  await expect.poll(() => card(page, 'password').textContent()).not.toContain('A new password is due')
})

test('an address names a card: it is in view with the focus on its heading, after the well-known address too', async () => {
  const { person } = await seasoned('Dee Deeplink')
  const page = await signedIn(person)
  for (const [address, id, title] of [
    ['/settings/security#sessions', 'sessions', 'Sessions'],
    ['/settings/security#activity', 'activity', 'Recent activity'],
    ['/.well-known/change-password', 'password', 'Change Password'],
  ] as const) {
    await page.goto(address)
    await page.getByRole('button', { name: 'Secure my account' }).waitFor()
    await page.waitForLoadState('networkidle')
    expect(new URL(page.url()).hash).toBe(`#${id}`)
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(title)
    await expect
      .poll(async () => {
        const box = await card(page, id).boundingBox()
        return box !== null && box.y >= -1 && box.y < 900
      })
      .toBe(true)
  }
  expect((await person.browser.get('/.well-known/nothing-of-the-kind')).status).toBe(404)
})

test('what happened is told as sentences, ten at a time', async () => {
  const { person } = await seasoned('Ari Active')
  for (let n = 0; n < 4; n += 1) {
    await person.browser.post('/auth/confirmation', { password: person.password })
    await person.browser.delete('/auth/confirmation')
  }
  const page = await signedIn(person)
  await open(page)
  const activity = card(page, 'activity')
  expect(await activity.getByRole('listitem').count()).toBe(10)
  await activity.getByRole('button', { name: 'Show more' }).click()
  await activity.getByText('You signed up.').waitFor()
  expect(await activity.textContent()).toContain('A sign-in was refused: the password was wrong.')
  expect(await activity.textContent()).toContain('Company: empty → Analytical Engines Ltd')
  expect(await activity.getByRole('button', { name: 'Show more' }).count()).toBe(0)
})

/** Presses Tab until the focused element answers to this name; fails after a whole round. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 120; presses++) {
    const label = await page.evaluate(() => {
      const at = document.activeElement as HTMLInputElement | null
      if (!at || at === document.body) return ''
      return at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent ?? ''
    })
    if (name.test(label)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reached ${name}`)
}

test('everything on the tab without a pointer: the checklist, the password, sessions, and securing the account', async () => {
  const { person, others } = await seasoned('Kai Keyboard')
  const page = await signedIn(person)
  await open(page)
  await tabTo(page, /Look at it/)
  await page.keyboard.press('Enter')
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Recent activity')
  await open(page)
  await tabTo(page, /^Current Password/)
  await page.keyboard.type(person.password)
  await tabTo(page, /^New Password/)
  await page.keyboard.type(better)
  await tabTo(page, /^Confirm New Password/)
  await page.keyboard.type(better)
  await page.keyboard.press('Enter')
  await card(page, 'password').getByText('Your password was changed. 3 other sessions were signed out.').waitFor()
  expect(await statuses(others)).toEqual([401, 401, 401])
  const back = await alsoIn({ ...person, password: better }, firefox)
  await page.goto('/settings/security#sessions')
  await page.reload()
  await tabTo(page, /^Sign out Firefox on Windows/)
  await page.keyboard.press('Enter')
  await expect.poll(() => card(page, 'sessions').textContent()).not.toContain('Firefox')
  expect(await statuses([back])).toEqual([401])
  await tabTo(page, /^Secure my account$/)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Secure my account now' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Secure my account now' }).waitFor({ state: 'detached' })
  await tabTo(page, /^Secure my account$/)
  await page.keyboard.press('Enter')
  await tabTo(page, /^Secure my account now$/)
  await page.keyboard.press('Enter')
  await card(page, 'secure').getByText('Your account is secured').waitFor()
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Your account is secured')
})
