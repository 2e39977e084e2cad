import type { Plan } from '#access/plan-catalogue.ts'
import type { ProjectRow } from '#features/projects/public.ts'
import { useUp as countUse, type LimitReached } from '#features/usage/public.ts'
import type { Tx } from '#platform/db/db.ts'
import { newId } from '#platform/ids.ts'
import type { Platform } from '#platform/platform.ts'
import { insertCrawl } from './crawl.queries.ts'
import type { AskedBy, CrawlRow } from './rows.ts'
import { queueWork } from './work.queries.ts'

/** What somebody asks of a crawl; what is left out is as far as the plan goes. */
export interface CrawlWish {
  startUrl?: string | undefined
  maxPages?: number | undefined
  maxDepth?: number | undefined
  delayMs?: number | undefined
  makeSuites?: boolean | undefined
}

const usualDepth = 10
const usualDelay = 200
/** Where neither plan nor request says how many pages. */
const usualPages = 500

/** Puts a crawl of a project into the queue and counts it. Answers the limit when the plan has no room for it. */
export async function startCrawl(
  tx: Tx,
  platform: Platform,
  { project, plan, wish, by }: { project: ProjectRow; plan: Plan; wish: CrawlWish; by: AskedBy },
  now: Date,
): Promise<{ crawl: CrawlRow } | { reached: LimitReached }> {
  const id = newId('crawl')
  const { team_id: teamId, id: projectId } = project
  const use = { teamId, meter: 'crawls' as const, eventId: id, projectId, keyId: by.kind === 'key' ? by.id : null }
  const reached = await countUse(tx, platform, use, now)
  if (reached) return { reached }
  const most = plan.pagesPerCrawl
  const maxPages = wish.maxPages ?? most ?? usualPages
  const crawl = await insertCrawl(tx, {
    team_id: teamId,
    id,
    project_id: projectId,
    start_url: wish.startUrl ?? project.base_url,
    options: {
      maxPages: most === null ? maxPages : Math.min(maxPages, most),
      maxDepth: wish.maxDepth ?? usualDepth,
      respectRobots: project.respects_robots,
      delayMs: wish.delayMs ?? usualDelay,
      makeSuites: wish.makeSuites ?? true,
    },
    asked_by: by,
    created_at: now,
  })
  await queueWork(tx, { team_id: teamId, id, kind: 'crawl', created_at: now })
  return { crawl }
}
