import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test, vi } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { root } from '#platform/root.ts'
import { axeFindings, openStage, picture, sidewaysScroll } from './stage.ts'

// What docs/accessibility.md reports, beside what every slice's own browser tests look at with look-at.ts.
vi.setConfig({ testTimeout: minutes(4) })

const { app, signedIn, visitor } = await openStage()

const outside = ['/sign-in', '/sign-up', '/forgot-password']
const inside = [
  '/welcome',
  '/projects',
  '/runs',
  '/schedules',
  '/inbox',
  '/settings/profile',
  '/settings/security',
  '/settings/team',
  '/settings/billing',
  '/settings/usage',
  '/settings/audit',
  '/settings/notifications',
]

/** Opens each page in turn, as a stranger or signed in, and gathers what `judge` finds wrong with it. */
async function everywhere(judge: (page: Page, path: string) => Promise<string[]>, before = async (_: Page) => {}) {
  const found: string[] = []
  const stranger = await visitor()
  const member = await signedIn(await app.person('Ada Lovelace'))
  for (const [page, paths] of [
    [stranger, outside],
    [member, inside],
  ] as const) {
    await before(page)
    for (const path of paths) {
      await page.goto(path)
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      await page.waitForLoadState('networkidle')
      for (const fault of await judge(page, path)) found.push(`${path}: ${fault}`)
    }
    await page.close()
  }
  return found
}

test('what a screen reader is told: landmarks, one main heading, levels without gaps, no control without a name', async () => {
  const folder = join(root, 'test-output', 'transcripts')
  mkdirSync(folder, { recursive: true })
  const found = await everywhere(async (page, path) => {
    const transcript = await page.locator('body').ariaSnapshot()
    writeFileSync(join(folder, `${path.slice(1).replaceAll('/', '-')}.yml`), `${transcript}\n`)
    const faults: string[] = []
    const lines = transcript.split('\n').map((line) => line.trim())
    const levels = lines.flatMap((line) => /^- heading .*\[level=(\d)\]/.exec(line)?.slice(1).map(Number) ?? [])
    if (levels.filter((level) => level === 1).length !== 1) faults.push(`headings of level 1: ${levels}`)
    levels.forEach((level, at) => {
      if (level > (levels[at - 1] ?? 0) + 1)
        faults.push(`a heading of level ${level} after ${levels[at - 1] ?? 'none'}`)
    })
    if (!lines.some((line) => line.startsWith('- main'))) faults.push('no main landmark')
    for (const line of lines) {
      if (/^- (button|link|textbox|combobox|checkbox|radio|tab|menuitem|spinbutton|searchbox)(:| \[|$)/.test(line)) {
        faults.push(`without a name: ${line}`)
      }
    }
    return faults
  })
  expect(found).toEqual([])
})

test('forced colours: every page is whole, and what has the focus is seen to have it', async () => {
  const found = await everywhere(
    async (page, path) => {
      const faults = await axeFindings(page)
      await page.keyboard.press('Tab')
      const outline = await page.evaluate(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement ?? document.body)
        return { outlineStyle, width: Number.parseFloat(outlineWidth) }
      })
      if (outline.outlineStyle === 'none' || outline.width < 2) faults.push(`focus shows ${JSON.stringify(outline)}`)
      await picture(page, `${path.slice(1).replaceAll('/', '-')}.forced-colours`)
      return faults
    },
    (page) => page.emulateMedia({ forcedColors: 'active' }),
  )
  expect(found).toEqual([])
})

test('reduced motion: nothing on any page moves by itself', async () => {
  const found = await everywhere(
    (page) =>
      page.evaluate(() =>
        document
          .getAnimations()
          .filter(({ effect }) => Number(effect?.getComputedTiming().duration) > 1)
          .map((animation) => `moves: ${(animation as CSSAnimation).animationName ?? 'a transition'}`),
      ),
    (page) => page.emulateMedia({ reducedMotion: 'reduce' }),
  )
  expect(found).toEqual([])
})

// WCAG 1.4.10 and 1.4.4: 1280 x 1024 at 400 % is a page of 320 x 256, at 200 % one of 640 x 512.
test.each([
  { zoom: '400 %', width: 320, height: 256 },
  { zoom: '200 %', width: 640, height: 512 },
])('at $zoom zoom nothing scrolls sideways', async ({ zoom, width, height }) => {
  const found = await everywhere(
    async (page, path) => {
      await picture(page, `${path.slice(1).replaceAll('/', '-')}.zoom-${Number.parseInt(zoom, 10)}`)
      const sideways = await sidewaysScroll(page)
      return sideways > 0 ? [`scrolls ${sideways} px sideways`] : []
    },
    (page) => page.setViewportSize({ width, height }),
  )
  expect(found).toEqual([])
})
