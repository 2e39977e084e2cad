import type { Reader, Tx } from '#platform/db/db.ts'
import { type ChosenType, kinds } from './kinds.ts'
import { storePreference } from './preference.queries.ts'
import { withLocked } from './preferences.ts'
import { hasProject } from './queries.ts'

/** What was chosen. */
export interface Chosen {
  type: ChosenType
  projectId: string | null
  choices: string[] | null
}

/** Why a choice cannot be; null when it can. */
export async function whyNotChosen(on: Reader, teamId: string, { type, projectId, choices }: Chosen) {
  const kind = kinds[type]
  if (choices?.some((choice) => !(choice in kind.choices))) return 'choice_unknown'
  if (projectId && !kind.perProject) return 'not_per_project'
  return projectId && !(await hasProject(on, teamId, projectId)) ? 'project_unknown' : null
}

/** Keeps a choice; answers what changed, or null when nothing did. */
export async function choose(
  tx: Tx,
  of: { teamId: string; userId: string | null },
  { type, projectId, choices }: Chosen,
  now: Date,
): Promise<{ from: string[] | null; to: string[] | null } | null> {
  const to = choices && withLocked(type, choices)
  const from = await storePreference(tx, { ...of, projectId, type }, to, now)
  return JSON.stringify(from) === JSON.stringify(to) ? null : { from, to }
}
