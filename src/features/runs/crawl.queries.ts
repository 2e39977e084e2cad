import { sql } from 'kysely'
import type { Reader, Tx } from '#platform/db/db.ts'
import { plainTexts } from '#platform/plain-text.ts'
import type { DoneBefore } from './crawler/crawl-site.ts'
import type { CrawlPageRow, CrawlRow, Made, StoredLink } from './rows.ts'

/** Adds a crawl. */
export async function insertCrawl(
  tx: Tx,
  {
    options,
    asked_by,
    ...crawl
  }: Pick<CrawlRow, 'team_id' | 'id' | 'project_id' | 'start_url' | 'options' | 'asked_by' | 'created_at'>,
): Promise<CrawlRow> {
  const row = await tx.query
    .insertInto('crawls')
    .values({
      ...crawl,
      state: 'queued',
      phase: null,
      problem: null,
      started_at: null,
      finished_at: null,
      options: JSON.stringify(options),
      asked_by: JSON.stringify(asked_by),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return row as CrawlRow
}

/** A crawl of a team. */
export async function crawlOf(on: Reader, teamId: string, id: string): Promise<CrawlRow | undefined> {
  const row = await on.query
    .selectFrom('crawls')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row as CrawlRow | undefined
}

/** Crawls of a team or of one of its projects, newest first. */
export async function listedCrawls(
  on: Reader,
  teamId: string,
  { projectIds, cursor, limit }: { projectIds: readonly string[] | null; cursor?: string | undefined; limit: number },
): Promise<CrawlRow[]> {
  let query = on.query.selectFrom('crawls').selectAll().where('team_id', '=', teamId)
  if (projectIds) query = query.where(sql<boolean>`project_id = ANY(${[...projectIds]})`)
  if (cursor) query = query.where('id', '<', cursor)
  return (await query.orderBy('id', 'desc').limit(limit).execute()) as CrawlRow[]
}

/** Says that a crawl is being done. */
export async function beginCrawl(tx: Tx, { team_id, id }: Pick<CrawlRow, 'team_id' | 'id'>, now: Date): Promise<void> {
  await sql`UPDATE crawls SET state = 'running', phase = 'pages', started_at = coalesce(started_at, ${now})
    WHERE team_id = ${team_id} AND id = ${id} AND state IN ('queued', 'running')`.execute(tx.query)
}

/** Adds a page that was visited, and counts it; a page that another worker added already is not counted again. */
export async function addCrawlPage(tx: Tx, { record, ...page }: CrawlPageRow, found: number): Promise<void> {
  const bad = record.outcome !== 'ok' ? 1 : 0
  await sql`WITH added AS (INSERT INTO crawl_pages (team_id, crawl_id, position, url, depth, outcome, status, title, record, picture_id)
      VALUES (${page.team_id}, ${page.crawl_id}, ${page.position}, ${page.url}, ${page.depth}, ${page.outcome}, ${page.status},
        ${page.title}, ${JSON.stringify(record, plainTexts)}::jsonb, ${page.picture_id}) ON CONFLICT DO NOTHING RETURNING 1)
    UPDATE crawls SET pages_found = greatest(pages_found, ${found}), pages_done = pages_done + (SELECT count(*) FROM added),
        pages_bad = pages_bad + ${bad} * (SELECT count(*) FROM added)
      WHERE team_id = ${page.team_id} AND id = ${page.crawl_id}`.execute(tx.query)
}

/** What workers before have visited, in order. */
export async function pagesBefore(on: Reader, teamId: string, crawlId: string): Promise<DoneBefore[]> {
  const { rows } = await sql<DoneBefore>`SELECT url, depth, record ->> 'finalUrl' AS "finalUrl",
      ARRAY(SELECT l ->> 'href' FROM jsonb_array_elements(record -> 'links') l) AS links
    FROM crawl_pages WHERE team_id = ${teamId} AND crawl_id = ${crawlId} ORDER BY position`.execute(on.query)
  return rows
}

/** Pages of a crawl in the order they were visited, from a position on. */
export async function crawlPages(
  on: Reader,
  teamId: string,
  crawlId: string,
  { after = -1, limit = 1_000_000 }: { after?: number | undefined; limit?: number } = {},
): Promise<CrawlPageRow[]> {
  const rows = await on.query
    .selectFrom('crawl_pages')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('crawl_id', '=', crawlId)
    .where('position', '>', after)
    .orderBy('position')
    .limit(limit)
    .execute()
  return rows as CrawlPageRow[]
}

/** A page of a crawl. */
export async function crawlPageOf(
  on: Reader,
  teamId: string,
  crawlId: string,
  position: number,
): Promise<CrawlPageRow | undefined> {
  return (await crawlPages(on, teamId, crawlId, { after: position - 1, limit: 1 })).find(
    (page) => page.position === position,
  )
}

/** Says how far a crawl is. */
export async function noteProgress(
  on: Reader,
  { team_id, id }: Pick<CrawlRow, 'team_id' | 'id'>,
  phase: 'links' | 'suites',
  progress: number,
): Promise<void> {
  await on.query
    .updateTable('crawls')
    .set({ phase, progress })
    .where('team_id', '=', team_id)
    .where('id', '=', id)
    .where('state', '=', 'running')
    .execute()
}

/** Ends a crawl that has not ended yet; undefined when it has. */
export async function endCrawl(
  tx: Tx,
  { team_id, id }: Pick<CrawlRow, 'team_id' | 'id'>,
  end: {
    state: 'completed' | 'failed' | 'cancelled'
    problem?: string | null
    links?: StoredLink[]
    made?: Made | null
  },
  now: Date,
): Promise<CrawlRow | undefined> {
  const { state, problem = null, links, made } = end
  const row = await tx.query
    .updateTable('crawls')
    .set({
      state,
      problem,
      phase: null,
      finished_at: now,
      ...(links && { links: JSON.stringify(links) }),
      ...(made && { made: JSON.stringify(made) }),
    })
    .where('team_id', '=', team_id)
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .returningAll()
    .executeTakeFirst()
  return row as CrawlRow | undefined
}

/** Removes crawls of a team that ended before this instant; answers how many. */
export async function dropCrawls(tx: Tx, teamId: string, before: Date): Promise<number> {
  const result = await tx.query
    .deleteFrom('crawls')
    .where('team_id', '=', teamId)
    .where('finished_at', '<', before)
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}
