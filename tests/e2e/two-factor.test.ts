import { readFile } from 'node:fs/promises'
import jsQR from 'jsqr'
import type { Locator, Page } from 'playwright-core'
import sharp from 'sharp'
import { expect, test, vi } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { lookAt } from './look-at.ts'
import { codeAt, enableTwoFactor, nextCode, typePassword, wrongCode } from './second-factor.ts'
import { openStage } from './stage.ts'

const { app, signedIn, visitor } = await openStage()
// Every state is looked at in four ways.
vi.setConfig({ testTimeout: minutes(3) })

const inTwo = (code: string): string => `${code.slice(0, 3)} ${code.slice(3)}`

const focusIsIn = (page: Page, place: string): Promise<boolean> =>
  page.evaluate((selector) => Boolean(document.activeElement?.closest(selector)), place)

/** Everything that would be on the paper. */
async function printed(page: Page, button: Locator): Promise<string> {
  await page.emulateMedia({ media: 'print' })
  await page.evaluate(() => {
    window.print = () => document.documentElement.setAttribute('data-paper', document.body.innerText)
  })
  await button.click()
  await page.emulateMedia({ media: 'screen' })
  return page.evaluate(() => {
    const paper = document.documentElement.getAttribute('data-paper') ?? ''
    document.documentElement.removeAttribute('data-paper')
    return paper.trim()
  })
}

async function readQrCode(image: Locator): Promise<string> {
  const { data, info } = await sharp(await image.screenshot())
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return jsQR(new Uint8ClampedArray(data), info.width, info.height)?.data ?? ''
}

test('enabling: scan, six digits, backup codes that cannot be lost by a stray click', async () => {
  const ada = await app.person('Ada Lovelace')
  const page = await signedIn(ada)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/settings/security')
  const enable = page.getByRole('button', { name: 'Enable 2FA' })
  await enable.waitFor()
  await lookAt(page, 'two-factor-off')
  await enable.click()

  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Copy key' }).click()
  await dialog.getByRole('button', { name: 'Copied' }).waitFor()
  const secret = await page.evaluate(() => navigator.clipboard.readText())
  expect((await dialog.locator('code').innerText()).replaceAll(/\s/g, '')).toBe(secret)
  expect(await dialog.locator('code span').first().innerText()).toHaveLength(4)
  await page.emulateMedia({ colorScheme: 'dark' })
  const scanned = await readQrCode(dialog.getByRole('img'))
  expect(new URL(scanned).searchParams.get('secret')).toBe(secret)
  expect(await dialog.getByRole('link', { name: 'Open it there' }).getAttribute('href')).toBe(scanned)
  await dialog.getByRole('button', { name: 'Copy key' }).waitFor()
  await lookAt(page, 'two-factor-scan')

  const code = dialog.getByLabel('6-digit code')
  await code.fill(wrongCode(app, secret))
  await dialog.getByText('This code is not right').first().waitFor()
  expect(await code.evaluate((input) => input === document.activeElement)).toBe(true)
  await lookAt(page, 'two-factor-wrong-code')
  await page.keyboard.press('Escape')
  await page.mouse.click(5, 5)
  await code.fill(inTwo(nextCode(app, secret)))

  await dialog.getByText('Download and securely store your backup codes').waitFor()
  await lookAt(page, 'two-factor-backup-codes')
  const shown = await dialog.getByRole('listitem').allInnerTexts()
  expect(shown).toHaveLength(10)
  const done = dialog.getByRole('button', { name: 'Done' })
  await page.keyboard.press('Escape')
  await page.mouse.click(5, 5)
  await done.click({ force: true })
  expect(await dialog.isVisible()).toBe(true)
  await dialog.getByRole('button', { name: 'Copy', exact: true }).click()
  await dialog.getByRole('button', { name: 'Copied' }).waitFor()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(shown.join('\n'))
  const downloading = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Download' }).click()
  const file = await downloading
  expect(file.suggestedFilename()).toBe('aegisrunner-backup-codes-2027-03-01.txt')
  const text = await readFile(await file.path(), 'utf8')
  for (const words of ['AegisRunner', ada.email, 'Each works once', ...shown]) expect(text).toContain(words)
  expect(await printed(page, dialog.getByRole('button', { name: 'Print' }))).toBe(text.trim())
  await dialog.getByLabel('I have stored these codes').check()
  await done.click()
  await dialog.waitFor({ state: 'detached' })

  await page.locator('#two-factor').getByText('10 of 10 left').waitFor()
  await expect.poll(() => focusIsIn(page, '#two-factor')).toBe(true)
  await lookAt(page, 'two-factor-on')
  const all = await page.content()
  expect([secret, ...shown].filter((hidden) => all.includes(hidden))).toEqual([])
})

test('signing in: a code, a backup code, a trusted browser, and none of them', async () => {
  const ben = await app.person('Ben Factor')
  const { secret, backupCodes } = await enableTwoFactor(app, ben)

  const page = await visitor()
  await typePassword(page, ben)
  await page.getByRole('heading', { name: 'Enter your code' }).waitFor()
  const code = page.getByLabel('6-digit code')
  expect(await code.evaluate((input) => input === document.activeElement)).toBe(true)
  expect(await code.getAttribute('autocomplete')).toBe('one-time-code')
  await page.getByText('Lost both?').click()
  await lookAt(page, 'second-factor')
  await code.fill(wrongCode(app, secret))
  await page.getByText('This code is not right').first().waitFor()
  await lookAt(page, 'second-factor-wrong')
  await page.getByLabel('Trust this browser for 30 days').check()
  await code.fill(inTwo(nextCode(app, secret)))
  await page.waitForURL('**/welcome')

  await page.goto('/settings/security')
  await page.getByText('This browser').first().waitFor()
  await lookAt(page, 'two-factor-trusted')
  await page.getByRole('button', { name: /Your menu/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL('**/sign-in')
  await typePassword(page, ben)
  await page.waitForURL('**/welcome')

  const other = await visitor()
  await typePassword(other, ben)
  await other.getByRole('link', { name: 'Use a backup code' }).click()
  await other.getByRole('heading', { name: 'Use a backup code' }).waitFor()
  await lookAt(other, 'second-factor-backup-code')
  const [first = ''] = backupCodes
  await other.getByLabel('Backup code').fill(first.toLowerCase().replaceAll('-', ' '))
  await other.getByRole('button', { name: 'Sign in', exact: true }).click()
  await other.waitForURL('**/welcome')

  const late = await visitor()
  await typePassword(late, ben)
  for (let tries = 0; tries < 5; tries++) {
    const field = late.getByLabel('6-digit code')
    await field.fill('')
    const answered = late.waitForResponse('**/auth/challenge/code')
    await field.fill(wrongCode(app, secret))
    await answered
    await late.locator('[aria-busy]').waitFor({ state: 'detached' })
  }
  await late.getByRole('heading', { name: 'Sign in again' }).waitFor()
  await lookAt(late, 'second-factor-over')
})

test('few codes left: said at sign-in and on the card, and new ones are made', async () => {
  const cy = await app.person('Cy Spender')
  const { backupCodes } = await enableTwoFactor(app, cy)
  for (const backupCode of backupCodes.slice(0, 6))
    expect((await cy.browser.post('/auth/confirmation', { backupCode })).status).toBe(200)
  const page = await visitor()
  await typePassword(page, cy)
  await page.getByRole('link', { name: 'Use a backup code' }).click()
  await page.getByLabel('Backup code').fill(backupCodes[0] ?? '')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByText('was used already').first().waitFor()
  await page.getByLabel('Backup code').fill(backupCodes[6] ?? '')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByText('Only 3 backup codes are left').waitFor()
  await lookAt(page, 'backup-codes-low')
  await page.getByRole('button', { name: 'Make new backup codes' }).click()
  await page.waitForURL('**/settings/security#two-factor')
  await page.locator('#two-factor').getByText('3 of 10 left').waitFor()
  await lookAt(page, 'two-factor-few-codes')
  await page.getByRole('button', { name: 'Make new codes' }).click()
  await page.getByText('Make ten new codes?').waitFor()
  await page.getByRole('button', { name: 'Make new codes' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('I have stored these codes').check()
  expect(await dialog.getByRole('listitem').allInnerTexts()).not.toContain(backupCodes[9])
  await dialog.getByRole('button', { name: 'Done' }).click()
  await page.locator('#two-factor').getByText('10 of 10 left').waitFor()
})

test('a second app, another name, the first one removed, and everything disabled', async () => {
  const di = await app.person('Di Replacing')
  const { secret: old, backupCodes } = await enableTwoFactor(app, di)
  const page = await signedIn(di)
  await page.goto('/settings/security')
  await page.getByText('Replace the phone', { exact: true }).click()
  await page.getByRole('button', { name: 'Remove Authenticator app' }).click({ force: true })
  expect(await page.getByText('Remove it').count()).toBe(0)
  await page.getByRole('button', { name: 'Add another app' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('New phone')
  await lookAt(page, 'two-factor-add')
  const secret = (await dialog.locator('code').innerText()).replaceAll(/\s/g, '')
  await dialog.getByLabel('6-digit code').fill(nextCode(app, secret))
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Rename New phone' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Pocket phone')
  await lookAt(page, 'two-factor-rename')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Rename Pocket phone' }).waitFor()
  await page.getByRole('button', { name: 'Remove Authenticator app' }).click()
  await lookAt(page, 'two-factor-remove')
  await page.getByRole('button', { name: 'Remove it' }).click()
  await page.getByRole('button', { name: 'Remove Authenticator app' }).waitFor({ state: 'detached' })

  await page.getByRole('button', { name: 'Disable 2FA' }).click()
  await dialog.getByLabel('Password', { exact: true }).fill(di.password)
  await dialog.getByLabel('2FA code').fill(codeAt(old, app.clock.now()))
  await dialog.getByRole('button', { name: 'Disable 2FA' }).click()
  await dialog.getByText('This code is not right').first().waitFor()
  await lookAt(page, 'two-factor-disable')
  await dialog.getByRole('button', { name: 'Use a backup code instead' }).click()
  await dialog.getByLabel('Backup code').fill(backupCodes[3] ?? '')
  await dialog.getByRole('button', { name: 'Disable 2FA' }).click()
  await page.getByRole('button', { name: 'Enable 2FA' }).waitFor()
  await expect.poll(() => focusIsIn(page, '#two-factor')).toBe(true)
  const visitorAfterwards = await visitor()
  await typePassword(visitorAfterwards, di)
  await visitorAfterwards.waitForURL('**/welcome')
})
