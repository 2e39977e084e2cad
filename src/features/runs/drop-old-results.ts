import { planOf } from '#access/subscriber.queries.ts'
import { days, earlier } from '#platform/clock.ts'
import type { Platform } from '#platform/platform.ts'
import { dropCrawls } from './crawl.queries.ts'
import { dropRuns, teamsWithResults } from './history.queries.ts'
import { dropPictures } from './picture.queries.ts'
import { dropRunnerJobs } from './runner.queries.ts'

/** No plan keeps results for less than this. */
const shortest = 1

/** Removes results and pictures that are older than each team's plan keeps them. Pictures that cases compare with stay. */
export async function dropOldResults({ db, config }: Platform, now: Date): Promise<void> {
  for (const teamId of await teamsWithResults(db, earlier(now, days(shortest)))) {
    const { resultDays } = await planOf(db, config, teamId, now)
    if (resultDays === null) continue
    const before = earlier(now, days(Math.max(shortest, resultDays)))
    await db.transaction(async (tx) => {
      await dropRuns(tx, teamId, before)
      await dropCrawls(tx, teamId, before)
      await dropPictures(tx, teamId, before)
      await dropRunnerJobs(tx, teamId, before)
    })
  }
}
