import type { z } from 'zod'
import { kindSays } from './case-kinds.ts'
import type { CaseView, SuiteView } from './contract.ts'
import type { CaseRow } from './rows.ts'
import type { ListedSuite } from './suite-list.queries.ts'

/** A suite as lists show it. */
export const suiteView = (row: ListedSuite): z.input<typeof SuiteView> => ({
  id: row.id,
  projectId: row.project_id,
  name: row.name,
  pageUrl: row.page_url,
  source: row.source,
  cases: row.cases,
  enabledCases: row.enabled_cases,
  createdAt: row.created_at,
  version: row.version,
})

/** A case as people see it. */
export const caseView = (row: CaseRow): z.input<typeof CaseView> => ({
  id: row.id,
  suiteId: row.suite_id,
  name: row.name,
  says: kindSays[row.kind],
  // Kind and parameters were checked together when they were stored.
  definition: { kind: row.kind, params: row.params } as z.input<typeof CaseView>['definition'],
  source: row.source,
  edited: row.edited,
  enabled: row.enabled,
  priority: row.priority,
  version: row.version,
})
