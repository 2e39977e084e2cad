import { notify } from '#features/notifications/public.ts'
import {
  claimDueSchedules,
  type DueSchedule,
  type ProjectRow,
  projectOf,
  schedulePaused,
  scheduleRan,
  scheduleWithoutTests,
} from '#features/projects/public.ts'
import type { LimitReached } from '#features/usage/public.ts'
import { appendAudit } from '#platform/audit.ts'
import type { Tx } from '#platform/db/db.ts'
import { newId } from '#platform/ids.ts'
import type { Platform } from '#platform/platform.ts'
import { startRun } from './start-run.ts'

/** Starts the runs whose time has come, each exactly once, whichever node does it. Without room in the plan the schedule pauses. */
export async function startScheduled(platform: Platform, now: Date): Promise<void> {
  let more = true
  while (more) {
    more = await platform.db.transaction(async (tx) => {
      const [due] = await claimDueSchedules(tx, now, 1)
      if (due) await start(tx, platform, due, now)
      return due !== undefined
    })
  }
}

async function start(tx: Tx, platform: Platform, due: DueSchedule, now: Date): Promise<void> {
  const { teamId, id, projectId, suiteId } = due
  const project = await projectOf(tx, { teamId, only: null }, projectId)
  if (!project || project.archived_at) return
  const choice = suiteId ? { suiteIds: [suiteId] } : {}
  const by = { kind: 'schedule' as const, id, name: 'Schedule' }
  const started = await startRun(
    tx,
    platform,
    { project, choice, by, trigger: 'schedule', scheduleId: id, id: newId('run') },
    now,
  )
  if ('nothing' in started) return sayNothingToTest(tx, platform, due, project, now)
  if ('reached' in started) return pause(tx, platform, due, project, started.reached, now)
  const { run } = started
  await scheduleRan(tx, due, now)
  await appendAudit(tx, {
    action: 'run.started',
    subject: { actor: { kind: 'system', id: null }, logs: [teamId] },
    client: null,
    now,
    details: {
      target: { kind: 'run', id: run.id },
      projectId,
      name: project.name,
      scheduleId: id,
      tests: run.title,
      cases: run.total_cases,
    },
  })
}

async function pause(
  tx: Tx,
  platform: Platform,
  due: DueSchedule,
  project: ProjectRow,
  { resetsAt, limit, plan }: LimitReached,
  now: Date,
): Promise<void> {
  const { teamId, id, projectId } = due
  if (!(await schedulePaused(tx, due, resetsAt, now))) return
  await notify(
    tx,
    platform,
    {
      type: 'scheduled-runs',
      name: 'schedule.paused',
      id: `${id}:${due.dueAt.toISOString()}:paused`,
      teamId,
      projectId,
      audience: 'runs.view',
      title: `Scheduled runs of ${project.name} are paused`,
      says: [
        `The ${limit.toLocaleString('en')} test runs of the plan ${plan} are used up. The schedule goes on by itself with the next period or a larger plan.`,
      ],
      ...(resetsAt && { facts: { 'Goes on': resetsAt } }),
      link: { label: 'See usage', path: `/settings/usage?team=${teamId}` },
      data: { scheduleId: id, projectId, reason: 'run_quota', resetsAt },
    },
    now,
  )
}

async function sayNothingToTest(
  tx: Tx,
  platform: Platform,
  due: DueSchedule,
  project: ProjectRow,
  now: Date,
): Promise<void> {
  const { teamId, id, projectId } = due
  if (!(await scheduleWithoutTests(tx, due, now))) return
  await notify(
    tx,
    platform,
    {
      type: 'scheduled-runs',
      name: 'schedule.without_tests',
      id: `${id}:${due.dueAt.toISOString()}:nothing`,
      teamId,
      projectId,
      audience: 'runs.view',
      title: `A schedule of ${project.name} found nothing to test`,
      says: ['No test it would run is switched on. It goes on by itself at its next time, as soon as there is one.'],
      link: { label: 'See the tests', path: `/projects/${projectId}?team=${teamId}` },
      data: { scheduleId: id, projectId, reason: 'no_tests' },
    },
    now,
  )
}
