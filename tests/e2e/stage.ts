import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, expect } from 'vitest'
import { root } from '#platform/root.ts'
import { findChromium } from '#tests/chromium.ts'
import { type Person, type TestApp, testApp } from '#tests/harness.ts'

/** How somebody looks at the page. */
export interface Eyes {
  width?: number
  height?: number
  dark?: boolean
  zone?: string
}

/** A whole installation with its built page, and real browsers to visit it with. */
export interface Stage {
  app: TestApp
  /** A new browser profile; every page of it is watched for foreign requests and for errors on the console. */
  visitor(eyes?: Eyes): Promise<Page>
  /** A browser in which this person is signed in already. */
  signedIn(person: Person, eyes?: Eyes): Promise<Page>
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const screenshots = join(root, 'test-output', 'screenshots')

/** Opens the stage for one test file. `leadsTo`: other origins that the page sends people to on purpose. */
export async function openStage(
  settings: Record<string, string> = {},
  { leadsTo = [] }: { leadsTo?: string[] } = {},
): Promise<Stage> {
  const app = await testApp(settings, { page: true })
  const found = await findChromium()
  const quiet = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update']
  const browser = await chromium.launch({ ...found, args: [...found.args, ...quiet] })
  const watched: { page: Page; troubles: string[] }[] = []
  afterAll(async () => {
    await browser.close()
    expect(watched.flatMap(({ troubles }) => troubles)).toEqual([])
  })

  // A browser test that fails elsewhere is understood by what its pages showed.
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return
    for (const { page } of watched)
      if (!page.isClosed()) process.stderr.write(`${task.name}\n${await shown(page).catch(String)}\n`)
  })

  const visitor = async ({ width = 1280, height = 900, dark = false, zone = 'Europe/Berlin' }: Eyes = {}) => {
    const context = await browser.newContext({
      baseURL: app.config.publicUrl,
      viewport: { width, height },
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
      timezoneId: zone,
      locale: 'en-GB',
    })
    context.setDefaultTimeout(20_000) // the other worker may be starting whole installations meanwhile
    await context.clock.setFixedTime(app.clock.now())
    const page = await context.newPage()
    watched.push({ page, troubles: watch(page, [app.config.publicUrl, ...leadsTo]) })
    return page
  }
  return {
    app,
    visitor,
    signedIn: async (person, eyes) => {
      const page = await visitor(eyes)
      await giveCookies(page.context(), person, app.config.publicUrl)
      return page
    },
  }
}

const shown = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { activeElement, body } = document
    return `${location.href}, focus on ${activeElement?.outerHTML.slice(0, 200)}\n${body.innerText.slice(0, 3_000)}`
  })

async function giveCookies(context: BrowserContext, person: Person, url: string): Promise<void> {
  const { cookies } = person.browser.fork()
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url, httpOnly: true, sameSite: 'Lax' })))
}

// Answers of 4xx are part of the stories; everything else on the console is a fault, above all a broken Content-Security-Policy.
function watch(page: Page, origins: readonly string[]): string[] {
  const troubles: string[] = []
  page.on('request', (request) => {
    const url = request.url()
    if (!origins.some((origin) => url.startsWith(origin)) && !/^(data|blob):/.test(url))
      troubles.push(`request to ${url}`)
  })
  page.on('console', (message) => {
    const expected = /Failed to load resource: the server responded with a status of 4\d\d/.test(message.text())
    if (message.type() === 'error' && !expected) troubles.push(`${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => troubles.push(`${page.url()}: ${error.message}`))
  page.on('response', (response) => {
    if (response.status() >= 500) troubles.push(`${response.status()} from ${response.url()}`)
  })
  return troubles
}

/** Axe's findings on the page as it stands (WCAG 2.2 AA and best practices), as sentences; none is the aim. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: { run(): Promise<AxeResult> } }).axe.run()
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 200)}`),
    )
  })
}

interface AxeResult {
  violations: { id: string; help: string; nodes: { html: string }[] }[]
}

/** Keeps a picture of the whole page under test-output/screenshots. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true })
  await page.evaluate(() => window.scrollTo(0, 0)) // else what sticks to the window stands in the middle of the picture
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true, animations: 'disabled' })
}

/** How far the page can be scrolled sideways, in pixels; 0 is the aim. */
export const sidewaysScroll = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
