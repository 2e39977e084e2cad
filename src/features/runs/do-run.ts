import { projectOf } from '#features/projects/public.ts'
import { type Duration, hours, later } from '#platform/clock.ts'
import { newId } from '#platform/ids.ts'
import { plainText } from '#platform/plain-text.ts'
import { forbiddenTargets } from './browser/forbidden-ports.ts'
import type { GuardedBrowser } from './browser/guarded-browser.ts'
import { openBrowser } from './browsers.ts'
import { checkLinks, type LinkState } from './crawler/check-links.ts'
import { noRobots, type Robots, readRobots } from './crawler/robots.ts'
import { finishRun } from './finish-run.ts'
import { insertPicture, pictureOf } from './picture.queries.ts'
import type { RunCaseRow, RunRow } from './rows.ts'
import { beginRun, countCases, finishCase, runCases, runOf, skipWaiting } from './run.queries.ts'
import { type Tested, type Testing, testPage } from './test-page.ts'
import { dropWork } from './work.queries.ts'
import type { Work } from './work.ts'

const longestRun: Duration = hours(1)

/** Does a run: tests what still waits, page by page, a failure once more, and says how it went. */
export async function doRun(work: Work): Promise<void> {
  const { platform, row, signal } = work
  const run = await runOf(platform.db, row.team_id, row.id)
  if (!run) return work.write((tx) => dropWork(tx, row.team_id, row.id)) // deleted with its project
  await work.write((tx, now) => beginRun(tx, run, now))
  const until = later(platform.clock.now(), longestRun)
  const waiting = (await runCases(platform.db, run.team_id, run.id)).filter(({ state }) => state === 'waiting')
  const browser = await openBrowser(platform)
  try {
    const testing = await testingOf(work, run, browser)
    for (const group of byPage(waiting)) {
      if (signal.aborted) return
      if (platform.clock.now() > until) break
      await testGroup(work, run, group, testing)
    }
  } finally {
    await browser.close()
  }
  if (signal.aborted) return
  await work.write(async (tx, now) => {
    const left = await skipWaiting(tx, run.team_id, run.id, 'The time for one run was over.')
    await countCases(tx, run.team_id, run.id)
    await finishRun(tx, platform, run, now, left > 0 ? tookTooLong(left, run.total_cases) : null)
  })
}

const tookTooLong = (left: number, total: number): string =>
  `The run took longer than an hour; ${left} of ${total} tests ${left === 1 ? 'was' : 'were'} not done.`

async function testGroup(work: Work, run: RunRow, group: readonly RunCaseRow[], testing: Testing): Promise<void> {
  const first = await testPage(group, testing)
  const again = group.filter((_one, at) => first[at]?.verdict.state === 'failed')
  // Once more, before anybody is told: what then passes is flaky, not broken.
  const second = again.length > 0 && !work.signal.aborted ? await secondTry(again, testing) : []
  if (work.signal.aborted) return // what was cut off says nothing about the site
  await work.write(async (tx, now) => {
    for (const [at, one] of group.entries()) {
      const retried = second[again.indexOf(one)]
      const tested = retried ?? first[at]
      if (!tested) continue
      const keep = (bytes: Buffer | null) => keepPicture(tx, run, bytes, now)
      await finishCase(tx, one, {
        state: tested.verdict.state,
        flaky: retried !== undefined && retried.verdict.state === 'passed',
        duration_ms: Math.round(tested.duration),
        failure_type: tested.verdict.failureType,
        message: tested.verdict.message === null ? null : plainText(tested.verdict.message, 2_000),
        trace: tested.trace,
        picture_id: tested.verdict.state === 'passed' ? null : await keep(tested.picture),
        baseline_id: tested.baselineId,
        diff_id: await keep(tested.diff),
      } satisfies Parameters<typeof finishCase>[2])
    }
    await countCases(tx, run.team_id, run.id)
  })
}

async function secondTry(cases: readonly RunCaseRow[], testing: Testing): Promise<Tested[]> {
  await testing.browser.freshContext() // as somebody who has not been there
  return testPage(cases, testing)
}

async function keepPicture(
  tx: Parameters<typeof insertPicture>[0],
  { team_id, project_id }: RunRow,
  bytes: Tested['picture'],
  created_at: Date,
): Promise<string | null> {
  if (!bytes) return null
  const id = newId('pic')
  await insertPicture(tx, { team_id, id, project_id, bytes, created_at })
  return id
}

async function testingOf({ platform, signal }: Work, run: RunRow, browser: GuardedBrowser): Promise<Testing> {
  const project = await projectOf(platform.db, { teamId: run.team_id, only: null }, run.project_id)
  const at = mover(project?.base_url ?? null, run.base_url)
  const site = run.base_url ?? project?.base_url ?? 'about:blank'
  let robots: Promise<Robots> | undefined
  const alive = new Map<string, LinkState>()
  return {
    browser,
    at,
    ask: async (urls) => {
      const { outbound, config } = platform
      robots ??= project?.respects_robots ? readRobots(outbound, site) : Promise.resolve(noRobots)
      const asking = { outbound, forbids: forbiddenTargets(config), site, robots: await robots, pause: 0, signal }
      // What every page links to is asked once, unless it was dead: a second try is for that.
      const states = await checkLinks(
        urls.filter((url) => !alive.has(url)),
        asking,
      )
      const before = urls.flatMap((url) => alive.get(url) ?? [])
      for (const one of states) if (one.state === 'alive') alive.set(one.url, one)
      return [...before, ...states]
    },
    picture: async (id) => (await pictureOf(platform.db, run.team_id, id))?.bytes ?? null,
  }
}

/** Moves addresses of the project's own origin to the base address of a run; all others stay. */
export function mover(from: string | null, to: string | null): (url: string) => string {
  if (!from || !to) return (url) => url
  const [here, there] = [new URL(from).origin, new URL(to).origin]
  return (url) => (URL.canParse(url) && new URL(url).origin === here ? there + url.slice(here.length) : url)
}

function byPage(cases: readonly RunCaseRow[]): RunCaseRow[][] {
  const groups = new Map<string, RunCaseRow[]>()
  for (const one of cases) {
    const key = `${one.suite_id} ${one.page_url}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()]
}
