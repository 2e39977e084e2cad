import type { ColumnType } from 'kysely'
import type { CaseDefinition, CaseKind, Priority } from './case-kinds.ts'

/** A stored project. */
export interface ProjectRow {
  team_id: string
  id: string
  name: string
  base_url: string
  description: string
  respects_robots: boolean
  created_by: string | null
  archived_at: Date | null
  version: number
  created_at: Date
}

/** A stored suite: the tests of one page. */
export interface SuiteRow {
  team_id: string
  id: string
  project_id: string
  name: string
  page_url: string
  source: 'crawl' | 'manual'
  left_out: CaseKind[]
  position: number
  created_by: string | null
  version: number
  created_at: Date
}

/** A stored case, but for what it checks. */
interface CaseColumns {
  team_id: string
  id: string
  suite_id: string
  name: string
  source: 'crawl' | 'manual'
  edited: boolean
  enabled: boolean
  priority: Priority
  position: number
  version: number
  created_at: Date
}

/** A stored case with what it checks. */
export type CaseRow = CaseColumns & CaseDefinition

interface CasesTable extends CaseColumns {
  kind: CaseKind
  params: ColumnType<CaseDefinition['params'], string, string>
}

/** A stored schedule. */
export interface ScheduleRow {
  team_id: string
  id: string
  project_id: string
  suite_id: string | null
  cron: string
  zone: string
  enabled: boolean
  next_at: Date | null
  last_ran_at: Date | null
  missed_at: Date | null
  paused_at: Date | null
  paused_reason: 'run_quota' | 'no_tests' | null
  paused_until: Date | null
  created_by: string | null
  version: number
  created_at: Date
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    projects: ProjectRow
    suites: SuiteRow
    cases: CasesTable
    schedules: ScheduleRow
  }
}
