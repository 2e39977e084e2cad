import type { Reader } from '#platform/db/db.ts'
import { caseOf } from './case.queries.ts'
import { projectOf } from './project.queries.ts'
import type { CaseRow, ProjectRow, ScheduleRow, SuiteRow } from './rows.ts'
import { scheduleOf } from './schedule.queries.ts'
import type { Sight } from './sight.ts'
import { suiteOf } from './suite.queries.ts'

/** A suite within sight, with its project. */
export async function seenSuite(
  on: Reader,
  sight: Sight,
  id: string,
): Promise<{ suite: SuiteRow; project: ProjectRow } | undefined> {
  const suite = await suiteOf(on, sight.teamId, id)
  const project = suite && (await projectOf(on, sight, suite.project_id))
  return suite && project && { suite, project }
}

/** A case within sight, with its suite and project. */
export async function seenCase(
  on: Reader,
  sight: Sight,
  id: string,
): Promise<{ seen: CaseRow; suite: SuiteRow; project: ProjectRow } | undefined> {
  const seen = await caseOf(on, sight.teamId, id)
  const within = seen && (await seenSuite(on, sight, seen.suite_id))
  return seen && within && { seen, ...within }
}

/** A schedule within sight, with its project. */
export async function seenSchedule(
  on: Reader,
  sight: Sight,
  id: string,
): Promise<{ seen: ScheduleRow; project: ProjectRow } | undefined> {
  const seen = await scheduleOf(on, sight.teamId, id)
  const project = seen && (await projectOf(on, sight, seen.project_id))
  return seen && project && { seen, project }
}
