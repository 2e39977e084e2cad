import { expect, test } from 'vitest'
import { focusOn, pressOn } from './by-keys.ts'
import { enableTwoFactor, typePassword } from './second-factor.ts'
import { openStage } from './stage.ts'

const { app, visitor } = await openStage()

const advice = [
  'Lost both?',
  'A password, or a mailbox, is not enough to get in here: that is what you enabled two-factor authentication for. Look for',
  'the file aegisrunner-backup-codes, a printout, or your password manager;',
  'a second authenticator app, or the app on a new phone restored from its backup;',
  'a passkey on another device;',
  'a browser you trusted in the last 30 days, or one that is still signed in.',
  'If there is none, ask whoever runs this installation. Once sure that it is you, they run aegisrunner admin reset-2fa with your e-mail address: it switches your second factor off, ends your sessions and tells your mailbox.',
]

test('“Lost both?” tells at sign-in, beside the code and beside the backup code, every way there is, and folds out by mouse and by key', async () => {
  const lea = await app.person('Lea Lost')
  await enableTwoFactor(app, lea)
  const page = await visitor()
  await typePassword(page, lea)
  await page.getByRole('heading', { name: 'Enter your code' }).waitFor()
  await focusOn(page, '6-digit code')
  const lost = page.locator('details').filter({ hasText: 'Lost both?' })
  const lines = async () => (await lost.innerText()).split('\n').filter(Boolean)
  expect(await lines()).toEqual(['Lost both?'])
  await pressOn(page, /^Lost both\?$/)
  await page.getByText('a passkey on another device;').waitFor()
  expect(await lines()).toEqual(advice)
  await pressOn(page, /^Lost both\?$/)
  await page.getByText('a passkey on another device;').waitFor({ state: 'hidden' })

  await page.getByRole('link', { name: 'Use a backup code' }).click()
  await page.getByRole('heading', { name: 'Use a backup code' }).waitFor()
  expect(await lines()).toEqual(['Lost both?'])
  await page.getByText('Lost both?').click()
  await page.getByText('a passkey on another device;').waitFor()
  expect(await lines()).toEqual(advice)
})

test('who has not enabled it, and a wrong password, are told nothing of it', async () => {
  const max = await app.person('Max Plain')
  const page = await visitor()
  await typePassword(page, { ...max, password: 'not-the-password' })
  await page.getByText('E-mail or password is not right.').first().waitFor()
  expect(await page.getByText('Lost both?').count()).toBe(0)
})
