import type { Page } from 'playwright-core'
import { expect, test, vi } from 'vitest'
import { days, minutes } from '#platform/clock.ts'
import { asPipeline, card, dialog, security } from './api-keys-card.ts'
import { openStage } from './stage.ts'

vi.setConfig({ testTimeout: minutes(3) })

const { app, signedIn } = await openStage()

/** Presses Tab until the focused element answers to this name; fails after a whole round. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 90; presses++) {
    const label = await page.evaluate(() => {
      const at = document.activeElement as HTMLInputElement | null
      return at?.getAttribute('aria-label') ?? at?.labels?.[0]?.textContent ?? at?.textContent ?? ''
    })
    if (name.test(label)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reached ${name}`)
}

test('a key is generated, kept and rotated with the keyboard alone', async () => {
  const kim = await app.person('Kim Keys')
  const page = await signedIn(kim)
  app.clock.advance(minutes(11))
  await page.clock.setFixedTime(app.clock.now())
  await page.goto(security)
  await card(page).getByText('No API keys yet').waitFor()
  await tabTo(page, /^Generate API Key$/)
  await page.keyboard.press('Enter')
  await card(page).getByLabel('Descriptive name').waitFor() // it takes the focus when it comes: not in the middle of a round of Tab
  await tabTo(page, /Descriptive name/)
  await page.keyboard.type('Grafana reporting')
  await tabTo(page, /^CI$/)
  await page.keyboard.press('ArrowRight')
  await tabTo(page, /^90 days$/)
  await page.keyboard.press('ArrowLeft')
  await tabTo(page, /Allowed IP addresses/)
  await page.keyboard.type('127.0.0.0/8, 2001:db8::/32')
  expect(await card(page).textContent()).toContain('read results and usage, change nothing; only from 2 addresses')
  await page.keyboard.press('Control+s')
  await dialog(page).getByLabel('Password', { exact: true }).waitFor()
  await page.keyboard.type(kim.password)
  await page.keyboard.press('Enter')
  await dialog(page).getByText('Your new API key').waitFor()
  const secret = await dialog(page)
    .getByText(/^aegis_live_/)
    .innerText()
  await tabTo(page, /^GitHub Actions$/)
  await page.keyboard.press('ArrowLeft')
  await dialog(page).getByText('read -rs AEGISRUNNER_API_KEY').waitFor()
  await tabTo(page, /I have stored this key/)
  await page.keyboard.press('Space')
  await tabTo(page, /^Done$/)
  await page.keyboard.press('Enter')
  await dialog(page).waitFor({ state: 'detached' })
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Generate API Key')
  const own = await (await asPipeline(app, secret)).json()
  expect(own).toMatchObject({ name: 'Grafana reporting', kind: 'personal' })
  expect(own.scopes).toEqual(['team:read', 'projects:read', 'runs:read', 'usage:read'])
  expect(own.expiresAt).toBe(new Date(app.clock.now().getTime() + days(30)).toISOString())

  await tabTo(page, /^Rotate Grafana reporting$/)
  await page.keyboard.press('Enter')
  await tabTo(page, /^24 hours$/)
  await page.keyboard.press('Escape')
  await expect.poll(() => page.evaluate(() => document.activeElement?.ariaLabel)).toBe('Rotate Grafana reporting')
  await tabTo(page, /^Revoke Grafana reporting$/)
  await page.keyboard.press('Enter')
  await dialog(page).getByText('Keep it').waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => page.evaluate(() => document.activeElement?.ariaLabel)).toBe('Revoke Grafana reporting')
  await page.close()
})
