import type { CaseDefinition, Step } from './case-kinds.ts'
import type { CaseRow, SuiteRow } from './rows.ts'

/** The file name of a suite's export. */
export const specName = ({ name }: Pick<SuiteRow, 'name'>): string => {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return `${slug.slice(0, 60) || 'suite'}.spec.ts`
}

/** A suite as a Playwright test file: one test per case, nothing but `@playwright/test` needed. */
export function specOf(suite: Pick<SuiteRow, 'name' | 'page_url'>, cases: readonly CaseRow[]): string {
  const titles = uniqueTitles(cases.map(({ name }) => name))
  const tests = cases.map((one, at) => testOf(titles[at] as string, bodyOf(one, suite.page_url)))
  const kinds = new Set(cases.map(({ kind }) => kind))
  const parts = [
    head(kinds.has('accessibility'), kinds.has('screenshot')),
    `const pageUrl = ${text(suite.page_url)}`,
    visit,
    `test.describe(${text(suite.name)}, () => {\n${tests.join('\n\n')}\n})`,
  ]
  return `${parts.join('\n\n')}\n`
}

// A string of TypeScript. Line separators are legal in JSON and in new scripts only.
const text = (value: unknown): string =>
  JSON.stringify(value).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')

// Playwright refuses two tests of one title.
function uniqueTitles(names: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return names.map((name) => {
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return times === 1 ? name : `${name} (${times})`
  })
}

const head = (axe: boolean, pictures: boolean): string =>
  [
    '// Exported from AegisRunner. Run it with: npx playwright test',
    ...(pictures ? ["import { existsSync } from 'node:fs'"] : []),
    ...(axe ? ["import { createRequire } from 'node:module'"] : []),
    "import { expect, type Page, test } from '@playwright/test'",
  ].join('\n')

// The same judgements as a run's (runs/browser/trouble.ts, runs/check-case.ts), so that an unchanged page passes here as there.
const visit = `/** Opens the page and notes what goes wrong on it. */
async function visit(page: Page, url = pageUrl) {
  const consoleErrors: string[] = []
  const failedRequests: string[] = []
  page.on('console', (message) => {
    // A request that failed is told as one, not a second time.
    const isError = message.type() === 'error' && !message.text().startsWith('Failed to load resource')
    if (isError) consoleErrors.push(message.text())
  })
  page.on('pageerror', (error) => consoleErrors.push(error.message))
  page.on('requestfailed', (request) => {
    const givenUp = request.failure()?.errorText === 'net::ERR_ABORTED' || request.isNavigationRequest()
    if (!givenUp) failedRequests.push(request.url())
  })
  page.on('response', (response) => {
    if (response.status() >= 400 && !response.request().isNavigationRequest()) failedRequests.push(response.url())
  })
  const response = await page.goto(url, { waitUntil: 'load' })
  return { status: response?.status() ?? 0, consoleErrors, failedRequests }
}

/** What was not there before; long texts are known by their beginning. */
const fresh = (found: string[], known: string[]) =>
  found.filter((text) => !known.some((one) => text.startsWith(one) || one.startsWith(text)))`

const askLinks = [
  'for (const link of links) {',
  '  const status = (await page.request.get(link)).status()',
  '  const dead = status === 404 || status === 410 || status >= 500 // “you may not” is an answer too',
  "  expect.soft(dead, link + ' answered ' + status).toBe(false)",
  '}',
]

const testOf = (title: string, lines: readonly string[]): string =>
  `  test(${text(title)}, async ({ page }) => {\n${lines.map((line) => `    ${line}`).join('\n')}\n  })`

/** The lines of a case's test. */
function bodyOf(one: CaseDefinition, pageUrl: string): string[] {
  switch (one.kind) {
    case 'loads':
      return [
        `const { status } = await visit(page, ${text(one.params.url)})`,
        'expect(status).toBeGreaterThanOrEqual(200)',
        'expect(status).toBeLessThan(300)',
        `expect(page.url()).toBe(${text(one.params.finalUrl ?? one.params.url)})`,
      ]
    case 'heading':
      return [
        'await visit(page)',
        `await expect(page).toHaveTitle(${text(one.params.title)})`,
        ...(one.params.heading === null
          ? []
          : [`await expect(page.locator('h1').first()).toHaveText(${text(one.params.heading)})`]),
      ]
    case 'no-console-errors':
      return [
        'const { consoleErrors } = await visit(page)',
        `expect(fresh(consoleErrors, ${text(one.params.known)})).toEqual([])`,
      ]
    case 'no-failed-requests':
      return [
        'const { failedRequests } = await visit(page)',
        `expect(fresh(failedRequests, ${text(one.params.known)})).toEqual([])`,
      ]
    case 'links-alive':
      if (!one.params.known) return [`const links: string[] = ${text(one.params.links)}`, ...askLinks]
      return [
        'await visit(page)',
        "const bare = (url: string) => url.split('#')[0]",
        `const known = new Set(${text(one.params.known)}.map(bare))`,
        "const found = await page.locator('a[href], area[href]').evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href))",
        "const links = [...new Set(found.map(bare))].filter((link) => link.startsWith('http') && !known.has(link)).slice(0, 500)",
        ...askLinks,
      ]
    case 'forms':
      return [
        'await visit(page)',
        'interface Field { name: string; type: string }',
        `const expected: { fields: Field[] }[] = ${text(one.params.forms.map(({ fields }) => ({ fields: fields.map(({ name, type }) => ({ name, type })) })))}`,
        'const found = await page.evaluate(() =>',
        '  [...document.forms].map((form) => ([...form.elements] as HTMLInputElement[]).map((field) => ({ name: field.name || field.id, type: field.type }))),',
        ')',
        'for (const [at, { fields }] of expected.entries()) {',
        '  const missing = (form: Field[]) => fields.filter((field) => !form.some((one) => one.name === field.name && one.type === field.type))',
        '  const [best] = found.map(missing).sort((a, b) => a.length - b.length)',
        "  expect.soft(best, 'form ' + (at + 1)).toEqual([])",
        '}',
      ]
    case 'accessibility':
      return [
        'await visit(page)',
        'let axe: string',
        'try {',
        "  axe = createRequire(process.cwd() + '/package.json').resolve('axe-core')",
        '} catch {',
        "  return test.skip(true, 'Install axe-core to check accessibility: npm install --save-dev axe-core')",
        '}',
        'await page.addScriptTag({ path: axe })',
        `const before: Record<string, number> = ${text(one.params.baseline)}`,
        'const found = await page.evaluate(async () => {',
        '  const { violations } = await (window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: unknown[] }[] }> } }).axe.run()',
        '  return violations.map(({ id, nodes }) => ({ id, count: nodes.length }))',
        '})',
        'for (const { id, count } of found) expect.soft(count, id).toBeLessThanOrEqual(before[id] ?? 0)',
      ]
    case 'budget':
      return [
        'await visit(page)',
        "const loadMs = await page.evaluate(() => performance.getEntriesByType('navigation')[0]?.duration ?? 0)",
        `expect(loadMs).toBeLessThanOrEqual(${one.params.loadMs})`,
      ]
    case 'screenshot':
      return [
        'await visit(page)',
        "const taken = existsSync(test.info().snapshotPath('page.png')) || ['all', 'changed'].includes(test.info().config.updateSnapshots)",
        "test.skip(!taken, 'Take the picture to compare with first: npx playwright test --update-snapshots')",
        `await expect(page).toHaveScreenshot('page.png', { fullPage: true, maxDiffPixelRatio: ${one.params.threshold} })`,
      ]
    case 'steps':
      return one.params.steps.map((step) => stepLine(step, pageUrl))
  }
}

function stepLine(step: Step, pageUrl: string): string {
  switch (step.do) {
    case 'goto':
      return `await page.goto(${text(absolute(step.url, pageUrl))})`
    case 'click':
      return `await page.locator(${text(step.target)}).first().click()`
    case 'fill':
      return `await page.locator(${text(step.target)}).first().fill(${text(step.value)})`
    case 'expectText':
      return `await expect(page.getByText(${text(step.text)}).first()).toBeVisible()`
    case 'expectUrl':
      return `await expect(page).toHaveURL(${text(absolute(step.url, pageUrl))})`
  }
}

/** An address written relative to the page. */
const absolute = (url: string, pageUrl: string): string =>
  URL.canParse(url, pageUrl) ? new URL(url, pageUrl).href : url
