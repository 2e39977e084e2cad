import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openStage } from './stage.ts'

const { app, visitor } = await openStage()

/** Presses Tab until the focused element answers to this name; fails after a whole round. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
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

test('signing in, editing with Ctrl-S, giving up with Esc, and signing out, without a pointer', async () => {
  const kim = await app.person('Kim Keys')
  const page = await visitor()
  await page.goto('/sign-in')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await tabTo(page, /E-mail/)
  await page.keyboard.type(kim.email)
  await tabTo(page, /Password/)
  await page.keyboard.type(kim.password)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/welcome')
  await page.reload()
  await page.getByRole('link', { name: 'Settings' }).waitFor()
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/skip/i)
  await tabTo(page, /^\s*Settings\s*$/)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/settings/profile')
  await page.getByLabel('Company').waitFor()
  await tabTo(page, /Company/)
  await page.keyboard.type('Keyboard Ltd')
  await page.keyboard.press('Control+s')
  await page.getByText('Saved', { exact: true }).first().waitFor()
  await tabTo(page, /Job Title/)
  await page.keyboard.type('Typist')
  await page.keyboard.press('Escape')
  expect(await page.getByLabel('Job Title').inputValue()).toBe('')
  expect((await kim.browser.get('/account')).body).toMatchObject({ company: 'Keyboard Ltd', jobTitle: '' })
  await page.reload()
  await page.getByLabel('Company').waitFor()
  await tabTo(page, /Your menu/)
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/sign-in')
})
