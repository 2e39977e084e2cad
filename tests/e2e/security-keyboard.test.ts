import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { alsoIn, better, card, firefox, open, seasoned, statuses } from './security-tab.ts'
import { openStage } from './stage.ts'

const { app, signedIn } = await openStage()

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
  const { person, others } = await seasoned(app, 'Kai Keyboard')
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
  const back = await alsoIn(app, { ...person, password: better }, firefox)
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
