import type { Page } from 'playwright-core'
import { expect, test, vi } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { lookAt } from './look-at.ts'
import { enableTwoFactor } from './second-factor.ts'
import { openStage } from './stage.ts'

const { app, signedIn, visitor } = await openStage()
// Every state is looked at in four ways.
vi.setConfig({ testTimeout: minutes(3) })

/** A phone or computer that holds passkeys and is unlocked at once, as Chromium pretends it for tests. */
async function withDevice(page: Page) {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    unlock: (isUserVerified: boolean) => cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    keys: async () => (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
  }
}

async function addPasskey(page: Page): Promise<void> {
  await page.goto('/settings/security')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByText('was added', { exact: false }).first().waitFor()
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Your menu/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL('**/sign-in')
}

test('a passkey is added, names itself, is renamed, signs in without a code, and is deleted', async () => {
  const pia = await app.person('Pia Passkey')
  const page = await signedIn(pia)
  const device = await withDevice(page)
  await page.goto('/settings/security')
  await page.getByRole('button', { name: 'Add a passkey' }).waitFor()
  await addPasskey(page)
  expect(await device.keys()).toBe(1)
  await page.getByText('This device only').waitFor()
  await lookAt(page, 'passkeys-added')
  await page.getByRole('button', { name: 'Rename Passkey' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Blue laptop')
  await lookAt(page, 'passkeys-rename')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Rename Blue laptop' }).waitFor()

  // The list below the e-mail field: the pretended device is picked from it by itself.
  await signOut(page)
  await page.waitForURL('**/welcome')
  // A browser that offers nothing in the field still has the button.
  await page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = async () => false
  })
  await signOut(page)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.waitForURL('**/welcome')
  await page.goto('/settings/security')
  await page.locator('#passkeys').getByText('last used').waitFor()

  await page.getByRole('button', { name: 'Delete Blue laptop' }).click()
  await page.getByRole('button', { name: 'Keep it' }).click()
  await page.getByRole('button', { name: 'Delete Blue laptop' }).click()
  await lookAt(page, 'passkeys-delete')
  await page.getByRole('button', { name: 'Delete it' }).click()
  await page.getByRole('button', { name: 'Delete Blue laptop' }).waitFor({ state: 'detached' })
  await page.getByText('You have none yet').waitFor()
})

test('a passkey confirms who it is; a locked device is told in words and another way is open; the minutes left are shown and can be ended', async () => {
  const sam = await app.person('Sam Stepping')
  const page = await signedIn(sam)
  const device = await withDevice(page)
  await addPasskey(page)
  app.clock.advance(minutes(11))
  await page.clock.setFixedTime(app.clock.now())
  await page.reload()
  await page.getByRole('button', { name: 'Add a passkey' }).waitFor()
  await page.getByRole('button', { name: 'Enable 2FA' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Password', { exact: true }).waitFor()
  await lookAt(page, 'step-up-password')
  await dialog.getByRole('button', { name: 'Use a passkey' }).click()
  await device.unlock(false)
  await dialog.getByRole('button', { name: 'Use a passkey' }).click()
  await dialog.getByText('No passkey was used').first().waitFor()
  await lookAt(page, 'step-up-passkey-locked')
  await device.unlock(true)
  await dialog.getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByRole('dialog').getByText('Scan this with your authenticator app').waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('Identity confirmed for another 10 minutes: no question in between.').waitFor()
  await page.getByRole('button', { name: 'End now' }).click()
  await page.getByText(/Identity confirmed for another/).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Enable 2FA' }).first().click()
  await dialog.getByLabel('Password', { exact: true }).waitFor()
})

test('where 2FA is on, the step-up dialog takes a code, a backup code or a passkey, and the passkey is the second factor', async () => {
  const tom = await app.person('Tom Thorough')
  const { backupCodes } = await enableTwoFactor(app, tom)
  const page = await signedIn(tom)
  await withDevice(page)
  await addPasskey(page)
  app.clock.advance(minutes(11))
  await page.reload()
  await page.getByRole('button', { name: 'Make new codes' }).click()
  await page.getByText('Make ten new codes?').waitFor()
  await page.getByRole('button', { name: 'Make new codes' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('6-digit code').waitFor()
  expect(await dialog.getByLabel('Password', { exact: true }).count()).toBe(0)
  await lookAt(page, 'step-up-code')
  await dialog.getByRole('button', { name: 'Use a backup code' }).click()
  await dialog.getByLabel('Backup code').fill(backupCodes[0] ?? '')
  await lookAt(page, 'step-up-backup-code')
  await dialog.getByRole('button', { name: 'Confirm' }).click()
  await dialog.getByText('Download and securely store your backup codes').waitFor()
  await dialog.getByLabel('I have stored these codes').check()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await dialog.waitFor({ state: 'detached' })

  app.clock.advance(minutes(11))
  await page.getByRole('button', { name: 'Delete Passkey' }).click()
  await page.getByRole('button', { name: 'Delete it' }).click()
  await dialog.getByRole('button', { name: 'Use a passkey' }).click()
  await dialog.getByRole('button', { name: 'Use a passkey' }).click()
  await page.getByText('You have none yet').waitFor()
  expect((await tom.browser.get('/account/passkeys')).status).toBe(401)
})

test('the second step of signing in takes a passkey instead of the code', async () => {
  const una = await app.person('Una Unlocks')
  await enableTwoFactor(app, una)
  const page = await signedIn(una)
  const device = await withDevice(page)
  await addPasskey(page)
  await device.unlock(false)
  await signOut(page)
  await page.getByLabel('E-mail').fill(una.email)
  await page.getByLabel('Password', { exact: true }).fill(una.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('button', { name: 'Use a passkey instead' }).waitFor()
  await lookAt(page, 'second-factor-passkey')
  await device.unlock(true)
  await page.getByRole('button', { name: 'Use a passkey instead' }).click()
  await page.waitForURL('**/welcome')
})

test('a browser without passkeys says so plainly, and offers none at sign-in', async () => {
  const old = await app.person('Olaf Oldbrowser')
  const page = await signedIn(old)
  await page.addInitScript(() => {
    Object.defineProperty(window, 'PublicKeyCredential', { value: undefined })
  })
  await page.goto('/settings/security')
  await page.getByText('No passkeys in this browser').waitFor()
  await lookAt(page, 'passkeys-none')
  const stranger = await visitor()
  await stranger.addInitScript(() => {
    Object.defineProperty(window, 'PublicKeyCredential', { value: undefined })
  })
  await stranger.goto('/sign-in')
  await stranger.getByRole('button', { name: 'Sign in', exact: true }).waitFor()
  expect(await stranger.getByRole('button', { name: 'Sign in with a passkey' }).count()).toBe(0)
})
