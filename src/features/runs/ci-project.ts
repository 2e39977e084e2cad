import type { TeamActor } from '#access/key-guard.ts'
import { casesOf, type ProjectRow, projectOf, projectsOf, sightOf, suiteWithCases } from '#features/projects/public.ts'
import type { Reader } from '#platform/db/db.ts'

/** What a pipeline named. */
interface Named {
  projectId?: string | undefined
  suiteIds?: readonly string[] | undefined
  caseIds?: readonly string[] | undefined
}

/**
 * The project a pipeline means: the one it names, the one its suites are of, or the only one its key sees. `several` when that does not
 * decide, undefined when there is none, or when suites or cases are not of it.
 */
export async function projectMeant(
  on: Reader,
  who: TeamActor,
  named: Named,
): Promise<ProjectRow | 'several' | undefined> {
  const sight = sightOf(who)
  const suites = await Promise.all((named.suiteIds ?? []).map((id) => suiteWithCases(on, sight, id)))
  const owners = new Set(suites.map((found) => found?.project.id ?? null))
  if (owners.has(null) || owners.size > 1) return undefined
  const [ofSuites] = owners
  const project = await chosen(on, sight, named.projectId ?? ofSuites ?? undefined)
  if (!project || project === 'several' || (ofSuites && ofSuites !== project.id))
    return project === 'several' ? project : undefined
  const { caseIds } = named
  const known = caseIds ? await casesOf(on, who.team.id, project.id, { caseIds, alsoDisabled: true }) : []
  return caseIds && known.length < new Set(caseIds).size ? undefined : project
}

async function chosen(
  on: Reader,
  sight: ReturnType<typeof sightOf>,
  id: string | undefined,
): Promise<ProjectRow | 'several' | undefined> {
  if (id !== undefined) return projectOf(on, sight, id)
  const [first, ...others] = await projectsOf(on, sight)
  return others.length > 0 ? 'several' : first
}
