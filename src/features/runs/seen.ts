import type { TeamActor } from '#access/key-guard.ts'
import { type ProjectRow, projectOf, sightOf } from '#features/projects/public.ts'
import type { Reader } from '#platform/db/db.ts'
import { crawlOf } from './crawl.queries.ts'
import type { CrawlRow, RunRow } from './rows.ts'
import { runOf } from './run.queries.ts'

/** A run that whoever asks may see, with its project. A key sees only what lies in its projects. */
export async function seenRun(
  on: Reader,
  who: TeamActor,
  id: string,
): Promise<{ run: RunRow; project: ProjectRow } | undefined> {
  const run = await runOf(on, who.team.id, id)
  const project = run && (await projectOf(on, sightOf(who), run.project_id))
  return run && project && { run, project }
}

/** A crawl that whoever asks may see, with its project. */
export async function seenCrawl(
  on: Reader,
  who: TeamActor,
  id: string,
): Promise<{ crawl: CrawlRow; project: ProjectRow } | undefined> {
  const crawl = await crawlOf(on, who.team.id, id)
  const project = crawl && (await projectOf(on, sightOf(who), crawl.project_id))
  return crawl && project && { crawl, project }
}

/** Which projects a list is of: the one that was chosen, as far as it is seen, or all that are. Null: every one. */
export async function projectsSeen(
  on: Reader,
  who: TeamActor,
  chosen: string | undefined,
): Promise<readonly string[] | null> {
  const sight = sightOf(who)
  if (chosen === undefined) return sight.only
  return (await projectOf(on, sight, chosen)) ? [chosen] : []
}
