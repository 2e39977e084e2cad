import type { Page } from 'playwright-core'
import { expect, test, vi } from 'vitest'
import { minutes } from '#platform/clock.ts'
import type { Person } from '#tests/harness.ts'
import { asPipeline, card, dialog, row, security } from './api-keys-card.ts'
import { lookAt } from './look-at.ts'
import { openStage } from './stage.ts'

// Each look at the page is taken at five sizes and themes.
vi.setConfig({ testTimeout: minutes(3) })

const { app, signedIn } = await openStage()

/** Proves who somebody is when the page asks for it. */
async function proveIdentity(page: Page, { password }: Person): Promise<void> {
  await dialog(page).getByLabel('Password', { exact: true }).fill(password)
  await dialog(page).getByRole('button', { name: 'Confirm' }).click()
}

/** Reads the secret that is shown once and leaves its dialog the only way there is. */
async function takeSecret(page: Page): Promise<string> {
  await page.getByText('I have stored this key').waitFor()
  const secret = await dialog(page)
    .getByText(/^aegis_live_\w+$/)
    .innerText()
  await page.getByLabel('I have stored this key').check()
  await dialog(page).getByRole('button', { name: 'Done' }).click()
  await dialog(page).waitFor({ state: 'detached' })
  return secret
}

test('a key is generated, copied, used, paused, rotated and revoked, by mouse', async () => {
  const ada = await app.person('Ada Lovelace')
  const page = await signedIn(ada)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  app.clock.advance(minutes(11))
  await page.clock.setFixedTime(app.clock.now())
  await page.goto(security)
  await card(page).getByText('No API keys yet').waitFor()
  await lookAt(page, 'api-keys-none')
  await card(page).getByRole('button', { name: 'Generate API Key' }).click()
  await page.getByRole('button', { name: 'Generate the key' }).click()
  await page.getByText('Give the key a name that says where it is used.').first().waitFor()
  await lookAt(page, 'api-keys-form-refused')
  await page.getByLabel('Descriptive name').fill('CI main, GitHub Actions')
  expect(await card(page).textContent()).toContain('until 30 May 2027, 11:11 (Europe/Berlin)')
  await page.getByRole('button', { name: 'Generate the key' }).click()
  await proveIdentity(page, ada)

  await dialog(page).getByText('Your new API key').waitFor()
  await page.keyboard.press('Escape')
  await page.mouse.click(5, 5)
  await dialog(page).getByRole('button', { name: 'Done' }).click({ force: true })
  expect(await dialog(page).isVisible()).toBe(true)
  await dialog(page).getByRole('button', { name: 'Copy the key' }).click()
  await dialog(page).getByRole('button', { name: 'Copied' }).waitFor()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  await dialog(page).getByRole('tab', { name: 'Jenkins' }).click()
  await dialog(page).getByText("credentials('AEGISRUNNER_API_KEY')").waitFor()
  await lookAt(page, 'api-keys-new')
  const secret = await takeSecret(page)
  expect(secret).toBe(copied)
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Generate API Key')
  expect(await page.content()).not.toContain(secret)
  await card(page).getByText('Never used').waitFor()

  expect((await asPipeline(app, secret)).status).toBe(200)
  await expect
    .poll(async () => {
      await page.reload()
      return row(page, 'CI main').textContent()
    })
    .toMatch(/just now · 127\.0\.0\.1 · github-actions\/2\.1.*\/key.*1 request in 30 days/)

  await card(page).getByRole('button', { name: 'Pause CI main' }).click()
  await card(page).getByRole('button', { name: 'Resume CI main' }).waitFor()
  expect((await asPipeline(app, secret)).status).toBe(403)
  await card(page).getByRole('button', { name: 'Resume CI main' }).click()
  await card(page).getByRole('button', { name: 'Pause CI main' }).waitFor()
  expect((await asPipeline(app, secret)).status).toBe(200)

  await card(page).getByRole('button', { name: 'Rename CI main' }).click()
  await page.getByLabel('Name', { exact: true }).fill('CI release')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await card(page).getByRole('button', { name: 'Rotate CI release' }).click()
  await page.getByRole('radio', { name: '1 hour' }).check()
  await lookAt(page, 'api-keys-rotate')
  await page.getByRole('button', { name: 'Rotate the key' }).click()
  const newSecret = await takeSecret(page)
  expect(newSecret).not.toBe(secret)
  await expect.poll(() => page.evaluate(() => document.activeElement?.ariaLabel)).toBe('Rotate CI release')
  app.clock.advance(minutes(1))
  await page.clock.setFixedTime(app.clock.now())
  expect((await asPipeline(app, secret, 'curl/8.5.0')).status).toBe(200)
  expect((await asPipeline(app, newSecret)).status).toBe(200)
  await expect
    .poll(async () => {
      await page.reload()
      return row(page, 'CI release').textContent()
    })
    .toMatch(/still used by:127\.0\.0\.1 · curl\/8\.5\.0/)
  await lookAt(page, 'api-keys-rotating')

  await card(page).getByRole('button', { name: 'Revoke CI release' }).click()
  await dialog(page).getByRole('button', { name: 'Rotate instead' }).waitFor()
  await dialog(page).getByRole('button', { name: 'Revoke the key' }).click()
  await dialog(page).getByText('This is not “CI release”.').first().waitFor()
  await lookAt(page, 'api-keys-revoke')
  expect((await asPipeline(app, newSecret)).status).toBe(200)
  await dialog(page).getByRole('textbox').fill('CI release')
  await dialog(page).getByRole('button', { name: 'Revoke the key' }).click()
  await card(page).getByText('CI release was revoked').waitFor()
  await card(page).getByText('No API keys yet').waitFor()
  expect((await asPipeline(app, secret)).status).toBe(401)
  expect((await asPipeline(app, newSecret)).status).toBe(401)
  await page.close()
})
