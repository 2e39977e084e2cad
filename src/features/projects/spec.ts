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

const visit = `/** Opens the page and notes what goes wrong on it. */
async function visit(page: Page, url = pageUrl) {
  const consoleErrors: string[] = []
  const failedRequests: string[] = []
  page.on('console', (message) => message.type() === 'error' && consoleErrors.push(message.text()))
  page.on('pageerror', (error) => consoleErrors.push(error.message))
  page.on('requestfailed', (request) => failedRequests.push(request.url()))
  page.on('response', (response) => response.status() >= 400 && failedRequests.push(response.url()))
  const response = await page.goto(url, { waitUntil: 'load' })
  return { status: response?.status() ?? 0, consoleErrors, failedRequests }
}`

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
        `const known = new Set<string>(${text(one.params.known)})`,
        'expect(consoleErrors.filter((error) => !known.has(error))).toEqual([])',
      ]
    case 'no-failed-requests':
      return [
        'const { failedRequests } = await visit(page)',
        `const known = new Set<string>(${text(one.params.known)})`,
        'expect(failedRequests.filter((url) => !known.has(url))).toEqual([])',
      ]
    case 'links-alive':
      return [
        `for (const link of ${text(one.params.links)}) {`,
        '  const answer = await page.request.get(link)',
        '  expect.soft(answer.status(), link).toBeLessThan(400)',
        '}',
      ]
    case 'forms':
      return [
        'await visit(page)',
        `const expected: { fields: { name: string; type: string }[] }[] = ${text(one.params.forms)}`,
        'for (const [at, { fields }] of expected.entries()) {',
        "  const names = await page.locator('form').nth(at).locator('input, select, textarea').evaluateAll((found) => found.map((field) => field.getAttribute('name') ?? ''))",
        "  for (const { name } of fields) expect.soft(names, 'form ' + (at + 1)).toContain(name)",
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
        "const taken = existsSync(test.info().snapshotPath('page.png')) || test.info().config.updateSnapshots === 'all'",
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
