import type { TeamActor } from '#access/key-guard.ts'

/** How far somebody sees: one team, and of its projects all (`only` null) or those that a key was limited to. */
export interface Sight {
  teamId: string
  only: readonly string[] | null
}

/** How far whoever asks may see. */
export const sightOf = ({ team, key }: Pick<TeamActor, 'team' | 'key'>): Sight => ({
  teamId: team.id,
  only: key?.projectIds ?? null,
})

/** Whether a project lies within it. */
export const sees = ({ only }: Sight, projectId: string): boolean => only === null || only.includes(projectId)
