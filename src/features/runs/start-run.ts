import { type ChosenCase, casesOf, type ProjectRow, strategies } from '#features/projects/public.ts'
import { useUp as countUse, type LimitReached } from '#features/usage/public.ts'
import type { Tx } from '#platform/db/db.ts'
import { newId } from '#platform/ids.ts'
import type { Platform } from '#platform/platform.ts'
import { recentlyFailed, riskyCases } from './history.queries.ts'
import type { AskedBy, RunRow } from './rows.ts'
import { insertRun, runOf } from './run.queries.ts'
import { queueWork } from './work.queries.ts'

/** Ways to choose a part of a project's cases. */
export type Strategy = 'smoke' | 'recent-failures' | 'high-priority' | 'regression-risk'

/** Which cases of a project are meant; nothing given means all. */
export interface Choice {
  suiteIds?: readonly string[] | undefined
  caseIds?: readonly string[] | undefined
  strategy?: Strategy | undefined
}

/** What a run is made of. */
export interface NewRunWish {
  project: ProjectRow
  choice: Choice
  by: AskedBy
  trigger: 'person' | 'ci' | 'schedule'
  baseUrl?: string | null | undefined
  scheduleId?: string
  rerunOf?: string
  /** Names this very run: asked for twice, it is counted once. */
  id?: string
}

/** What became of asking for a run. */
export type Started = { run: RunRow } | { reached: LimitReached } | { nothing: true }

const lookBack = 5

/** Puts a run into the queue and counts it. Answers the limit when the plan has no room for it, and `nothing` when no case fits. */
export async function startRun(tx: Tx, platform: Platform, wish: NewRunWish, now: Date): Promise<Started> {
  const { project, choice, by, trigger, baseUrl = null, scheduleId = null, rerunOf = null, id = newId('run') } = wish
  const { team_id: teamId, id: projectId } = project
  const cases = await chosen(tx, project, choice)
  if (cases.length === 0) return { nothing: true }
  const use = { teamId, meter: 'runs' as const, eventId: id, projectId, keyId: by.kind === 'key' ? by.id : null }
  const reached = await countUse(tx, platform, use, now)
  if (reached) return { reached }
  const run = {
    team_id: teamId,
    id,
    project_id: projectId,
    state: 'queued' as const,
    trigger,
    run_type: rerunOf ? ('rerun' as const) : typeOf(choice),
    target_ids: [...(choice.caseIds ?? choice.suiteIds ?? [])],
    title: titleOf(choice, cases, rerunOf !== null),
    base_url: baseUrl,
    asked_by: by,
    schedule_id: scheduleId,
    rerun_of: rerunOf,
    total_cases: cases.length,
    created_at: now,
    started_at: null,
    finished_at: null,
  }
  await insertRun(tx, run, cases.map(caseOfRun))
  await queueWork(tx, { team_id: teamId, id, kind: 'run', created_at: now })
  return { run: (await runOf(tx, teamId, id)) as RunRow }
}

async function chosen(
  tx: Tx,
  { team_id, id }: ProjectRow,
  { suiteIds, caseIds, strategy }: Choice,
): Promise<ChosenCase[]> {
  const part = { ...(suiteIds && { suiteIds }), ...(caseIds && { caseIds }) }
  switch (strategy) {
    case undefined:
      return casesOf(tx, team_id, id, part)
    case 'smoke':
    case 'high-priority':
      return casesOf(tx, team_id, id, { ...part, ...strategies[strategy] })
    case 'recent-failures':
      return within(await casesOf(tx, team_id, id, part), await recentlyFailed(tx, team_id, id, lookBack))
    case 'regression-risk': {
      const all = await casesOf(tx, team_id, id, part)
      const risky = within(all, await riskyCases(tx, team_id, id, lookBack * 4))
      // What matters most is a risk at any time, even where nothing has gone wrong yet.
      return all.filter((one) => one.priority === 'high' || risky.includes(one))
    }
  }
}

const within = (cases: readonly ChosenCase[], ids: readonly string[]): ChosenCase[] =>
  cases.filter(({ id }) => ids.includes(id))

const typeOf = ({ suiteIds, caseIds, strategy }: Choice): RunRow['run_type'] => {
  if (strategy) return 'strategy'
  if (caseIds) return 'cases'
  return suiteIds ? 'suites' : 'project'
}

const strategySays: Record<Strategy, string> = {
  smoke: 'Smoke test',
  'recent-failures': 'What failed recently',
  'high-priority': 'What matters most',
  'regression-risk': 'Where regressions are likely',
}

function titleOf({ suiteIds, caseIds, strategy }: Choice, cases: readonly ChosenCase[], again: boolean): string {
  const names = [...new Set(cases.map(({ suite_name }) => suite_name))]
  const [first = ''] = names
  if (again) return `${cases.length} ${cases.length === 1 ? 'test' : 'tests'} again`
  if (strategy) return strategySays[strategy]
  if (caseIds) return cases.length === 1 ? `${first} – ${cases[0]?.name}` : `${cases.length} tests`
  if (suiteIds) return names.length === 1 ? first : `${names.length} suites`
  return 'All tests'
}

const caseOfRun = (one: ChosenCase, position: number) => ({
  position,
  case_id: one.id,
  suite_id: one.suite_id,
  suite_name: one.suite_name,
  page_url: one.page_url,
  name: one.name,
  definition: { kind: one.kind, params: one.params } as NonNullable<
    Parameters<typeof insertRun>[2][number]['definition']
  >,
  state: 'waiting' as const,
})
