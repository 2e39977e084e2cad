import { archiveProject } from './archive-project.route.ts'
import { changeCase } from './change-case.route.ts'
import { changeProject } from './change-project.route.ts'
import { changeSchedule } from './change-schedule.route.ts'
import { changeSuite } from './change-suite.route.ts'
import { createCase } from './create-case.route.ts'
import { createProject } from './create-project.route.ts'
import { createSchedule } from './create-schedule.route.ts'
import { createSuite } from './create-suite.route.ts'
import { removeCase } from './delete-case.route.ts'
import { removeProject } from './delete-project.route.ts'
import { removeSchedule } from './delete-schedule.route.ts'
import { removeSuite } from './delete-suite.route.ts'
import { exportSpec } from './export-spec.route.ts'
import { listProjects } from './list-projects.route.ts'
import { listSchedules } from './list-schedules.route.ts'
import { listSuites } from './list-suites.route.ts'
import { showProject } from './show-project.route.ts'
import { showSuite } from './show-suite.route.ts'
import { unarchiveProject } from './unarchive-project.route.ts'

/** Every route of this slice. */
export const projectRoutes = [
  listProjects,
  createProject,
  showProject,
  changeProject,
  archiveProject,
  unarchiveProject,
  removeProject,
  listSuites,
  createSuite,
  showSuite,
  changeSuite,
  removeSuite,
  exportSpec,
  createCase,
  changeCase,
  removeCase,
  listSchedules,
  createSchedule,
  changeSchedule,
  removeSchedule,
] as const
