import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { axeFindings, picture, sidewaysScroll } from './stage.ts'

const looks = [
  { name: 'narrow', width: 320, height: 700, colorScheme: 'light', axe: false },
  { name: 'phone', width: 390, height: 844, colorScheme: 'light', axe: true },
  { name: 'dark', width: 1280, height: 900, colorScheme: 'dark', axe: true },
  { name: 'desktop', width: 1280, height: 900, colorScheme: 'light', axe: true },
] as const

/**
 * Looks at the page as it stands, dialogs and half-filled fields included: wide and narrow, light and dark. Keeps a picture of each, and
 * fails when axe finds something or the page can be scrolled sideways. Leaves the page wide and light.
 */
export async function lookAt(page: Page, name: string): Promise<void> {
  const found: string[] = []
  for (const { name: look, width, height, colorScheme, axe } of looks) {
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme })
    await picture(page, `${name}.${look}`)
    if (axe) for (const finding of await axeFindings(page)) found.push(`${name}.${look} ${finding}`)
    const sideways = await sidewaysScroll(page)
    if (sideways > 0) found.push(`${name}.${look} scrolls ${sideways} px sideways`)
  }
  expect(found).toEqual([])
}
