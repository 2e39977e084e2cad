import { planOf } from '#access/subscriber.queries.ts'
import { noteStanding } from '#features/usage/public.ts'
import type { Reader, Tx } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import { countProjects } from './project.queries.ts'

/** How many projects count against a team's plan, and how many may. */
export async function projectRoom(on: Reader, { config }: Pick<Platform, 'config'>, teamId: string, now: Date) {
  const plan = await planOf(on, config, teamId, now)
  return { used: await countProjects(on, teamId), limit: plan.projects, plan: plan.name }
}

/** The limit that leaves no room for one more, for the refusal; null when there is room. The caller holds the team's row. */
export async function roomRefused(tx: Tx, platform: Platform, teamId: string, now: Date) {
  const { used, limit, plan } = await projectRoom(tx, platform, teamId, now)
  return limit !== null && used >= limit ? { meter: 'projects' as const, limit, used, resetsAt: null, plan } : null
}

/** Tells usage of the new count. The caller holds the team's row. */
export const noteProjects = async (tx: Tx, platform: Platform, teamId: string, now: Date): Promise<void> =>
  noteStanding(tx, platform, teamId, 'projects', await countProjects(tx, teamId), now)
