import type { Reader, Tx } from '#platform/db/db.ts'
import { type CaseChoice, type ChosenCase, casesOfSuite, chosenCases, setBaseline } from './case.queries.ts'
import { projectOf } from './project.queries.ts'
import type { CaseRow, ProjectRow, SuiteRow } from './rows.ts'
import type { Sight } from './sight.ts'
import { suiteOf } from './suite.queries.ts'

export type { ChosenCase } from './case.queries.ts'
export type { CaseDefinition, PageForm, Step } from './case-kinds.ts'
export type { CrawledPage } from './crawled-cases.ts'
export { projectDeparture } from './departure.ts'
export {
  claimDueSchedules,
  type DueSchedule,
  schedulePaused,
  scheduleRan,
  scheduleWithoutTests,
} from './due-schedules.ts'
export { projectOf, projectsOf } from './project.queries.ts'
export type { ProjectRow } from './rows.ts'
export { type Sight, sightOf } from './sight.ts'
export { isOnSite } from './site.ts'
export { suitesFromCrawl } from './suites-from-crawl.ts'

/** A suite within sight with its project and every case, also those that are switched off. */
export async function suiteWithCases(
  on: Reader,
  sight: Sight,
  suiteId: string,
): Promise<{ project: ProjectRow; suite: SuiteRow; cases: CaseRow[] } | undefined> {
  const suite = await suiteOf(on, sight.teamId, suiteId)
  const project = suite && (await projectOf(on, sight, suite.project_id))
  return suite && project && { project, suite, cases: await casesOfSuite(on, suite) }
}

/** What of a project is run by each strategy that needs no history; those that do name their cases themselves. */
export const strategies = {
  smoke: { kinds: ['loads'] },
  'high-priority': { priority: 'high' },
} as const satisfies Record<string, CaseChoice>

/** The cases of a project to run, those that are switched on, in order. */
export const casesOf = (
  on: Reader,
  teamId: string,
  projectId: string,
  choice: Omit<CaseChoice, 'projectId'> = {},
): Promise<ChosenCase[]> => chosenCases(on, teamId, { ...choice, projectId })

/** Accepts how a page looks now: this picture is what later ones are compared with. False when the case is gone. */
export async function acceptBaseline(
  tx: Tx,
  { teamId, caseId, baselineId }: { teamId: string; caseId: string; baselineId: string },
): Promise<boolean> {
  return (await setBaseline(tx, teamId, caseId, baselineId)) !== undefined
}
