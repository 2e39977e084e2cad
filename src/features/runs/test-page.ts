import { type Duration, seconds, stopwatch } from '#platform/clock.ts'
import type { GuardedBrowser } from './browser/guarded-browser.ts'
import { type Visit, visit } from './browser/visit.ts'
import { checkCase, failed, passed, type Verdict } from './check-case.ts'
import { comparePictures } from './compare-pictures.ts'
import type { LinkState } from './crawler/check-links.ts'
import { doSteps } from './do-steps.ts'
import { askLinks } from './page-links.ts'
import type { RunCaseRow, TraceStep } from './rows.ts'

const pageTimeout: Duration = seconds(30)

/** What testing a case needs of the outside. */
export interface Testing {
  browser: GuardedBrowser
  /** Where an address of the suite lies in this run. */
  at(url: string): string
  /** Asks where links lead. */
  ask(urls: readonly string[]): Promise<LinkState[]>
  /** A picture kept earlier. */
  picture(id: string): Promise<Buffer | null>
}

/** What testing a case brought. */
export interface Tested {
  verdict: Verdict
  trace: TraceStep[]
  duration: number
  picture: Buffer | null
  /** Where the picture differs from what it is compared with. */
  diff: Buffer | null
  baselineId: string | null
}

/** Tests the cases of one page: it is visited once for all of them, and each case of steps takes its own way. */
export async function testPage(cases: readonly RunCaseRow[], testing: Testing): Promise<Tested[]> {
  let seen: Promise<{ visit: Visit; ms: number }> | undefined
  const visited = () => {
    seen ??= look(cases[0]?.page_url ?? '', testing)
    return seen
  }
  const results: Tested[] = []
  for (const one of cases) results.push(await testCase(one, testing, visited))
  return results
}

async function look(url: string, testing: Testing): Promise<{ visit: Visit; ms: number }> {
  const seen = await lookOnce(url, testing)
  // It may have been another page, or somebody, that took the browser along: that says nothing about the site.
  return seen.visit.again ? lookOnce(url, testing) : seen
}

async function lookOnce(url: string, { browser, at }: Testing): Promise<{ visit: Visit; ms: number }> {
  const elapsed = stopwatch()
  const page = await browser.page()
  try {
    const found = await visit(page, at(url), { pageTimeout, audits: true, browser })
    return { visit: found, ms: elapsed() }
  } finally {
    await browser.drop(page)
  }
}

async function testCase(
  { definition, page_url }: RunCaseRow,
  testing: Testing,
  visited: () => Promise<{ visit: Visit; ms: number }>,
): Promise<Tested> {
  const nothing = { picture: null, diff: null, baselineId: null, duration: 0, trace: [] }
  if (!definition) return { ...nothing, verdict: failed('step', 'There is nothing to test.') }
  if (definition.kind === 'steps') return takeSteps(definition.params.steps, page_url ?? '', testing)
  const { visit: found, ms } = await visited()
  const { record, picture } = found
  const trace = [
    { says: `Go to ${record.url}`, ms: Math.round(ms), ok: record.outcome === 'ok' },
    {
      says: `Arrive at ${record.finalUrl}${record.status === null ? '' : ` (${record.status})`}`,
      ms: 0,
      ok: record.outcome === 'ok',
    },
  ]
  const elapsed = stopwatch()
  if (definition.kind === 'screenshot') {
    const compared = await compare(definition.params, found, testing)
    return { ...compared, picture, trace, duration: ms + elapsed() }
  }
  const asked =
    definition.kind === 'links-alive' && record.outcome === 'ok'
      ? await askLinks(definition.params, record, testing)
      : null
  if (asked) trace.push(asked.step)
  const verdict = checkCase(definition, { record, deadLinks: asked?.dead ?? [], at: testing.at })
  return { ...nothing, verdict, picture: verdict.state === 'passed' ? null : picture, trace, duration: ms + elapsed() }
}

async function takeSteps(
  steps: Parameters<typeof doSteps>[1],
  start: string,
  { browser, at }: Testing,
): Promise<Tested> {
  const elapsed = stopwatch()
  await browser.freshContext() // nobody is signed in by the test before
  const page = await browser.page()
  try {
    const { verdict, trace } = await doSteps(page, steps, { start, at })
    const picture = verdict.state === 'passed' ? null : await page.screenshot({ timeout: seconds(5) }).catch(() => null)
    return { verdict, trace, picture, diff: null, baselineId: null, duration: elapsed() }
  } finally {
    await browser.drop(page)
    await browser.freshContext() // nor is whoever comes next by this one
  }
}

async function compare(
  { baselineId, threshold }: { baselineId: string | null; threshold: number },
  { record, picture }: Visit,
  testing: Testing,
): Promise<Pick<Tested, 'verdict' | 'diff' | 'baselineId'>> {
  if (record.outcome !== 'ok' || !picture)
    return { verdict: failed('page_load', record.problem ?? 'No picture could be taken.'), diff: null, baselineId }
  const before = baselineId === null ? null : await testing.picture(baselineId)
  if (!before) {
    const message = 'There is nothing to compare this picture with yet. Accept it, and later ones are.'
    return { verdict: { state: 'needs_review', failureType: 'visual', message }, diff: null, baselineId: null }
  }
  const { ratio, picture: diff } = comparePictures(before, picture)
  if (ratio <= threshold) return { verdict: passed, diff: null, baselineId }
  const message = `${(ratio * 100).toFixed(1)} % of the picture differs; up to ${(threshold * 100).toFixed(1)} % is allowed.`
  return { verdict: { state: 'needs_review', failureType: 'visual', message }, diff, baselineId }
}
