import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { axeFindings, type Eyes, openStage, picture, sidewaysScroll } from './stage.ts'

const { app, signedIn, visitor } = await openStage()
const operator = app.operator

const eyes: Record<string, Eyes> = {
  desktop: {},
  dark: { dark: true },
  phone: { width: 390, height: 844 },
  'phone-dark': { width: 390, height: 844, dark: true },
  narrow: { width: 320, height: 700 },
}

async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.waitForLoadState('networkidle')
}

const open = ['/sign-in', '/sign-up', '/forgot-password', '/nowhere']
const inside = ['/welcome', '/settings/profile', '/operate/outbox', '/operate/health']

for (const [name, look] of Object.entries(eyes)) {
  test(`${name}: axe finds nothing and nothing scrolls sideways, on every page`, async () => {
    const found: string[] = []
    const visit = async (page: Page, path: string) => {
      await page.goto(path)
      await settled(page)
      await picture(page, `${path.slice(1).replaceAll('/', '-')}.${name}`)
      for (const finding of await axeFindings(page)) found.push(`${path} ${finding}`)
      const sideways = await sidewaysScroll(page)
      if (sideways > 0) found.push(`${path} scrolls ${sideways} px sideways`)
    }
    const stranger = await visitor(look)
    for (const path of open) await visit(stranger, path)
    const page = await signedIn(operator, look)
    for (const path of inside) await visit(page, path)
    await page.getByRole('button', { name: /Your menu/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
    await picture(page, `menu.${name}`)
    found.push(...(await axeFindings(page)))
    expect(found).toEqual([])
  })
}
