import type { Page } from 'playwright-core'
import type { Step } from '#features/projects/public.ts'
import { seconds, stopwatch } from '#platform/clock.ts'
import { failed, passed, type Verdict } from './check-case.ts'
import type { TraceStep } from './rows.ts'

const stepTimeout = seconds(10)

/** Takes the steps of a test written by hand, one after another, until one fails. */
export async function doSteps(
  page: Page,
  steps: readonly Step[],
  { start, at }: { start: string; at(url: string): string },
): Promise<{ verdict: Verdict; trace: TraceStep[] }> {
  const trace: TraceStep[] = []
  const resolve = (url: string) => at(new URL(url, page.url().startsWith('http') ? page.url() : start).href)
  for (const step of steps) {
    const elapsed = stopwatch()
    const says = sayStep(step)
    const problem = await take(page, step, resolve).catch((error: Error) => plainFault(error))
    trace.push({ says, ms: Math.round(elapsed()), ok: problem === null })
    if (problem !== null) return { verdict: failed('step', `Step ${trace.length} (${says}): ${problem}`), trace }
  }
  return { verdict: passed, trace }
}

async function take(page: Page, step: Step, resolve: (url: string) => string): Promise<string | null> {
  const within = { timeout: stepTimeout }
  switch (step.do) {
    case 'goto': {
      const response = await page.goto(resolve(step.url), { waitUntil: 'load', timeout: seconds(20) })
      const status = response?.status() ?? 200
      return status >= 400 ? `the server answered ${status}.` : null
    }
    case 'click':
      await page.locator(step.target).first().click(within)
      return null
    case 'fill':
      await page.locator(step.target).first().fill(step.value, within)
      return null
    case 'expectText':
      await page
        .getByText(step.text)
        .first()
        .waitFor({ state: 'visible', ...within })
      return null
    case 'expectUrl': {
      const expected = resolve(step.url)
      await page.waitForURL(expected, within).catch(() => {})
      return page.url() === expected ? null : `the address is ${page.url()} instead of ${expected}.`
    }
  }
}

/** A step in words. What is filled in may be a password, and is not said. */
export function sayStep(step: Step): string {
  switch (step.do) {
    case 'goto':
      return `Go to ${step.url}`
    case 'click':
      return `Click ${step.target}`
    case 'fill':
      return `Fill in ${step.target}`
    case 'expectText':
      return `Expect the text “${step.text}”`
    case 'expectUrl':
      return `Expect the address ${step.url}`
  }
}

function plainFault({ message }: Error): string {
  if (/strict mode|Unknown engine|Unexpected token|not a valid selector/i.test(message))
    return 'the selector cannot be understood.'
  if (/crash|has been closed/i.test(message)) return 'the page broke down.'
  if (/Timeout/i.test(message)) return 'it was not there within 10 seconds.'
  if (/net::|ERR_/.test(message)) return 'the page could not be opened.'
  return 'it could not be done.'
}
