import type { z } from 'zod'
import { may } from '#access/permissions.ts'
import type { TeamOf } from '#access/principal.ts'
import type { ProjectView } from './contract.ts'
import type { ListedProject } from './project-list.queries.ts'

/** A project as somebody of its team sees it. */
export const projectView = (row: ListedProject, { role }: Pick<TeamOf, 'role'>): z.input<typeof ProjectView> => ({
  id: row.id,
  name: row.name,
  baseUrl: row.base_url,
  description: row.description,
  respectsRobots: row.respects_robots,
  archivedAt: row.archived_at,
  createdAt: row.created_at,
  createdBy: row.created_by ? { id: row.created_by, name: row.creator_name ?? '' } : null,
  suites: row.suites,
  cases: row.cases,
  schedules: row.schedules,
  crawled: row.crawled,
  mayEdit: may(role, 'projects.edit'),
  mayManage: may(role, 'projects.manage'),
  version: row.version,
})
