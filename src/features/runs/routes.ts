import { recurring } from '#platform/jobs/job.ts'
import { cancelCrawl } from './cancel-crawl.route.ts'
import { cancelRunRoute } from './cancel-run.route.ts'
import { ciCrawlEvents } from './ci-crawl-events.route.ts'
import { ciShowRun } from './ci-show-run.route.ts'
import { ciTrigger } from './ci-trigger.route.ts'
import { compareRun } from './compare-run.route.ts'
import { dropOldResults } from './drop-old-results.ts'
import { followCrawl } from './follow-crawl.route.ts'
import { listCrawlPages } from './list-crawl-pages.route.ts'
import { listCrawls } from './list-crawls.route.ts'
import { listRunCases } from './list-run-cases.route.ts'
import { listRuns } from './list-runs.route.ts'
import { reportJunit } from './report-junit.route.ts'
import { rerun } from './rerun.route.ts'
import { reviewCaseRoute } from './review-case.route.ts'
import { runnerEnqueue } from './runner-enqueue.route.ts'
import { runnerHeartbeat } from './runner-heartbeat.route.ts'
import { runnerNextJob } from './runner-next-job.route.ts'
import { runnerResult } from './runner-result.route.ts'
import { runnerShowJob } from './runner-show-job.route.ts'
import { showCrawl } from './show-crawl.route.ts'
import { showCrawlPage } from './show-crawl-page.route.ts'
import { showPicture } from './show-picture.route.ts'
import { showRun } from './show-run.route.ts'
import { showTrend } from './show-trend.route.ts'
import { startCrawlRoute } from './start-crawl.route.ts'
import { startRunRoute } from './start-run.route.ts'
import { startScheduled } from './start-scheduled.ts'

/** Every route of this slice. */
export const runRoutes = [
  startCrawlRoute,
  listCrawls,
  showCrawl,
  listCrawlPages,
  showCrawlPage,
  cancelCrawl,
  startRunRoute,
  listRuns,
  showRun,
  listRunCases,
  cancelRunRoute,
  rerun,
  compareRun,
  reviewCaseRoute,
  showTrend,
  showPicture,
  followCrawl,
  ciTrigger,
  ciShowRun,
  ciCrawlEvents,
  runnerHeartbeat,
  runnerNextJob,
  runnerResult,
  runnerEnqueue,
  runnerShowJob,
  reportJunit,
] as const

/** What recurs in this slice. */
export const runTimetable = [
  recurring({ name: 'runs.start_scheduled', cron: '* * * * *', run: startScheduled }),
  recurring({ name: 'runs.drop_old_results', cron: '23 * * * *', run: dropOldResults }),
]
