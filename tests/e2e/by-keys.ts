import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { tabTo } from './tab-to.ts'

/** Goes to what answers to this name with Tab, and presses a key there. It must be on the page already. */
export async function pressOn(page: Page, name: RegExp, key = 'Enter'): Promise<void> {
  await tabTo(page, name)
  await page.keyboard.press(key)
}

/** Waits until the focus has arrived at what is called or says this. */
export const focusOn = (page: Page, name: string): Promise<unknown> =>
  expect
    .poll(() =>
      page.evaluate(() => {
        const at = document.activeElement as HTMLInputElement | null
        return at?.getAttribute('aria-label') ?? at?.labels?.[0]?.textContent ?? at?.textContent
      }),
    )
    .toBe(name)

/** Waits until the focus is somewhere in this place. */
export const focusIn = (page: Page, place: string): Promise<unknown> =>
  expect.poll(() => page.evaluate((selector) => Boolean(document.activeElement?.closest(selector)), place)).toBe(true)

/** Signs out through the menu behind the picture. */
export async function signOutByKeys(page: Page): Promise<void> {
  await pressOn(page, /Your menu/)
  await focusIn(page, '[role=menu]') // it is shown a moment before it has the focus
  await page.keyboard.press('End')
  await focusOn(page, 'Sign out')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/sign-in')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
}
