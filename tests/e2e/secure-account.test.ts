import { expect, test } from 'vitest'
import { makeKey } from '#features/api-keys/key.fixture.ts'
import { minutes } from '#platform/clock.ts'
import { asPipeline } from './api-keys-card.ts'
import { enableTwoFactor, nextCode, typePassword } from './second-factor.ts'
import { better, card, open } from './security-tab.ts'
import { openStage } from './stage.ts'

const { app, signedIn, visitor } = await openStage()

test('somebody with 2FA and API keys secures the account: every other session, key, trusted browser and backup code is over', async () => {
  const rae = await app.person('Rae Rescued')
  const keys = [await makeKey(rae, { name: 'Laptop' }), await makeKey(rae, { name: 'Shell script' })]
  const teams = await makeKey(rae, { name: 'Pipeline', kind: 'service' })
  const { secret, backupCodes } = await enableTwoFactor(app, rae)
  const answers = () => Promise.all(keys.map(async (key) => (await asPipeline(app, key.secret)).status))
  expect(await answers()).toEqual([200, 200])
  const other = await visitor()
  await typePassword(other, rae)
  await other.getByLabel('Trust this browser for 30 days').check()
  await other.getByLabel('6-digit code').fill(nextCode(app, secret))
  await other.waitForURL('**/welcome')

  app.clock.advance(minutes(11)) // the proof of identity is old
  const page = await signedIn(rae)
  await open(page)
  await card(page, 'two-factor').getByRole('list', { name: 'Trusted browsers' }).getByRole('listitem').waitFor()
  const secure = card(page, 'secure')
  await secure.getByRole('button', { name: 'Secure my account' }).click()
  await secure.getByRole('button', { name: 'Secure my account now' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Password', { exact: true }).fill(rae.password)
  await dialog.getByRole('button', { name: 'Confirm' }).click()
  await secure.getByText('Your account is secured').waitFor()
  const taken = secure.getByRole('list').first().getByRole('listitem')
  expect(await taken.allInnerTexts()).toEqual([
    '1 other session signed out',
    '1 browser forgotten',
    '10 backup codes made worthless',
    '2 API keys revoked',
  ])

  // The page shows it at once, and says what is due.
  await card(page, 'two-factor').getByText('None: every browser is asked for a code.').waitFor()
  await card(page, 'two-factor').getByText('No backup codes left').first().waitFor()
  await card(page, 'password').getByText('A new password is due').waitFor()
  await expect.poll(() => card(page, 'api-keys').getByText('Laptop', { exact: true }).count()).toBe(0)
  const named = await card(page, 'api-keys').getByRole('rowheader').locator('p:first-child').allInnerTexts()
  expect(named).toEqual(['Pipeline'])
  await expect.poll(() => card(page, 'sessions').getByRole('listitem').count()).toBe(1)

  // And it is so: over HTTP, in the other browser, and for whoever knows the password.
  expect(await answers()).toEqual([401, 401])
  expect((await asPipeline(app, teams.secret)).status).toBe(200) // it is the team's, not Rae's
  await other.goto('/settings/security')
  await other.waitForURL('**/sign-in**')
  await typePassword(other, rae)
  await other.getByText('This account was secured: its password opens no new session.').first().waitFor()
  expect((await app.mail(rae.email)).at(-1)?.subject).toBe('Your account was secured')

  // A new password here; the browser that was trusted is asked for a code, and the old backup codes are worth nothing.
  await secure.getByRole('link', { name: 'Choose a new password' }).click()
  const form = card(page, 'password')
  await form.getByLabel('Current Password').fill(rae.password)
  await form.getByLabel('New Password', { exact: true }).fill(better)
  await form.getByLabel('Confirm New Password').fill(better)
  await form.getByRole('button', { name: 'Change Password' }).click()
  await form.getByText('Your password was changed.').waitFor()
  await typePassword(other, { ...rae, password: better })
  await other.getByRole('heading', { name: 'Enter your code' }).waitFor()
  expect(await other.getByRole('link', { name: 'Use a backup code' }).count()).toBe(0) // there are none
  await other.goto('/sign-in/second-factor?with=backup-code')
  await other.getByLabel('Backup code').fill(backupCodes[0] ?? '')
  await other.getByRole('button', { name: 'Sign in', exact: true }).click()
  await other.getByText('This is not one of your backup codes.').first().waitFor()
  await other.getByRole('link', { name: 'Use a code from your app' }).click()
  await other.getByLabel('6-digit code').fill(nextCode(app, secret))
  await other.waitForURL('**/welcome')
})

test('with nothing to take away it says so; the new codes it asks for are one press away where there were some', async () => {
  const sol = await app.person('Sol Single')
  const page = await signedIn(sol)
  await open(page)
  const secure = card(page, 'secure')
  const press = async () => {
    await secure.getByRole('button', { name: 'Secure my account' }).click()
    await secure.getByRole('button', { name: 'Secure my account now' }).click()
    await secure.getByText('Your account is secured').waitFor()
  }
  await press()
  await secure.getByText('Nobody else held anything. We sent you a receipt.').waitFor()
  expect(await secure.getByRole('link', { name: 'Make new backup codes' }).count()).toBe(0)

  await enableTwoFactor(app, sol)
  await page.reload()
  await press()
  await secure.getByText('10 backup codes made worthless').waitFor()
  await secure.getByRole('link', { name: 'Make new backup codes' }).click()
  await page.waitForURL('**/settings/security#two-factor')
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.textContent))
    .toBe('Two-Factor Authentication (2FA)')
  await card(page, 'two-factor').getByRole('button', { name: 'Make new codes' }).click()
  await card(page, 'two-factor').getByRole('button', { name: 'Make new codes' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Download and securely store your backup codes').waitFor()
  expect(await dialog.getByRole('listitem').count()).toBe(10)
  await dialog.getByLabel('I have stored these codes').check()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await card(page, 'two-factor').getByText('10 of 10 left').waitFor()
})
