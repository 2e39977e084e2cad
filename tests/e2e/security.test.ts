import { expect, test } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { better, card, open, seasoned, statuses } from './security-tab.ts'
import { axeFindings, type Eyes, openStage, picture, sidewaysScroll } from './stage.ts'

const { app, signedIn } = await openStage()

const eyes: Record<string, Eyes> = {
  desktop: {},
  dark: { dark: true },
  phone: { width: 390, height: 844 },
  'phone-dark': { width: 390, height: 844, dark: true },
  narrow: { width: 320, height: 700 },
}

for (const [name, look] of Object.entries(eyes)) {
  test(`${name}: the Security tab as it stands, folded out and asking; axe finds nothing, nothing scrolls sideways`, async () => {
    const { person } = await seasoned(app, 'Vera Viewer')
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
  const { person, others } = await seasoned(app, 'Pia Password')
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
  const { person, others } = await seasoned(app, 'Sam Sessions')
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
  const { person, others } = await seasoned(app, 'Rae Rescued')
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
  const { person } = await seasoned(app, 'Dee Deeplink')
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
  const { person } = await seasoned(app, 'Ari Active')
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
