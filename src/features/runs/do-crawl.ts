import { suitesFromCrawl } from '#features/projects/public.ts'
import { type Duration, minutes, seconds } from '#platform/clock.ts'
import { newId } from '#platform/ids.ts'
import { forbiddenTargets } from './browser/forbidden-ports.ts'
import type { GuardedBrowser } from './browser/guarded-browser.ts'
import { mayVisit, openBrowser } from './browsers.ts'
import { addCrawlPage, beginCrawl, crawlOf, crawlPages, endCrawl, noteProgress, pagesBefore } from './crawl.queries.ts'
import { linksElsewhere, testedPages } from './crawled.ts'
import { checkLinks } from './crawler/check-links.ts'
import { type CrawlEnd, type Crawled, crawlSite } from './crawler/crawl-site.ts'
import { noRobots, type Robots, readRobots } from './crawler/robots.ts'
import { insertPicture } from './picture.queries.ts'
import type { CrawlRow, StoredLink } from './rows.ts'
import { dropWork } from './work.queries.ts'
import type { Work } from './work.ts'

const pageTimeout: Duration = seconds(20)
const totalTimeout: Duration = minutes(30)
const concurrency = 2

/** Does a crawl: visits the pages, looks where other links lead, makes suites of what was found. Goes on where a worker before left off. */
export async function doCrawl(work: Work): Promise<void> {
  const { platform, row } = work
  const crawl = await crawlOf(platform.db, row.team_id, row.id)
  if (!crawl) return work.write((tx) => dropWork(tx, row.team_id, row.id)) // deleted with its project
  await work.write((tx, now) => beginCrawl(tx, crawl, now))
  if (!(await mayVisit(platform, crawl.start_url)))
    return fail(work, crawl, 'This address may not be visited from here, or its name is unknown.')
  const robots = crawl.options.respectRobots ? await readRobots(platform.outbound, crawl.start_url) : noRobots
  const browser = await openBrowser(platform)
  try {
    const end = await visitPages(work, crawl, browser, robots)
    if (end === 'stopped') return
    await finish(work, crawl, end, robots)
  } finally {
    await browser.close()
  }
}

async function visitPages(work: Work, crawl: CrawlRow, browser: GuardedBrowser, robots: Robots): Promise<CrawlEnd> {
  const { platform } = work
  const { maxPages, maxDepth, delayMs } = crawl.options
  const before = await pagesBefore(platform.db, crawl.team_id, crawl.id)
  let position = before.length
  const options = {
    start: crawl.start_url,
    maxPages,
    maxDepth,
    robots,
    delay: delayMs,
    audits: true,
    concurrency,
    pageTimeout,
    totalTimeout,
  }
  const page = (crawled: Crawled, found: number) => keepPage(work, crawl, crawled, position++, found)
  return crawlSite(browser, options, { page, signal: work.signal }, before)
}

async function keepPage(
  work: Work,
  crawl: CrawlRow,
  { record, picture, depth }: Crawled,
  position: number,
  found: number,
) {
  const { team_id, project_id, id: crawl_id } = crawl
  await work.write(async (tx, now) => {
    const picture_id = picture ? newId('pic') : null
    if (picture && picture_id)
      await insertPicture(tx, { team_id, id: picture_id, project_id, bytes: picture, created_at: now })
    const { url, outcome, status, title } = record
    await addCrawlPage(
      tx,
      { team_id, crawl_id, position, url, depth, outcome, status, title, record, picture_id },
      found,
    )
  })
}

async function finish(work: Work, crawl: CrawlRow, end: CrawlEnd, robots: Robots): Promise<void> {
  const { platform, signal } = work
  const pages = await crawlPages(platform.db, crawl.team_id, crawl.id)
  if (!pages.some(({ outcome }) => outcome === 'ok'))
    return fail(work, crawl, pages[0]?.record.problem ?? 'No page could be read.')
  await noteProgress(platform.db, crawl, 'links', 0)
  const states = await checkLinks(linksElsewhere(pages), {
    outbound: platform.outbound,
    forbids: forbiddenTargets(platform.config),
    site: crawl.start_url,
    robots,
    pause: crawl.options.delayMs,
    signal,
  })
  if (signal.aborted) return
  const links = states.map(({ url, state, status }): StoredLink => [url, state, status])
  await noteProgress(platform.db, crawl, 'suites', 0)
  await work.write(async (tx, now) => {
    const { team_id: teamId, project_id: projectId } = crawl
    const made = crawl.options.makeSuites
      ? await suitesFromCrawl(tx, { teamId, projectId, pages: testedPages(pages, links) }, now)
      : null
    const problem = end === 'out_of_time' ? 'The time for one crawl was over before every page was visited.' : null
    await endCrawl(tx, crawl, { state: 'completed', links, made, problem }, now)
    await dropWork(tx, teamId, crawl.id)
  })
}

/** Ends a crawl that cannot be done, and says why. */
export async function fail(work: Work, crawl: Pick<CrawlRow, 'team_id' | 'id'>, problem: string): Promise<void> {
  await work.write(async (tx, now) => {
    await endCrawl(tx, crawl, { state: 'failed', problem }, now)
    await dropWork(tx, crawl.team_id, crawl.id)
  })
}
