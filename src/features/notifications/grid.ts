import type { z } from 'zod'
import { may } from '#access/permissions.ts'
import type { Role } from '#access/principal.ts'
import type { GridRow } from './contract.ts'
import { type ChosenType, chosenTypes, kinds } from './kinds.ts'
import { inForce, type Preference } from './preferences.ts'

/** One row of somebody's grid. */
export function gridRow(
  stored: readonly Preference[],
  { userId, role, type, projectId }: { userId: string; role: Role; type: ChosenType; projectId: string | null },
): z.input<typeof GridRow> {
  const of = (user: string | null) =>
    stored.find((one) => one.type === type && one.userId === user && one.projectId === projectId)?.choices ?? null
  return {
    type,
    projectId,
    ...inForce(stored, { userId, projectId, type }),
    team: of(null),
    mine: of(userId),
    concerns: may(role, kinds[type].concerns),
  }
}

/** Somebody's grid: a row per type, and one for each type and project that somebody chose something for. */
export function gridOf(stored: readonly Preference[], who: { userId: string; role: Role }) {
  const seen = stored.filter((one) => one.userId === null || one.userId === who.userId)
  const projects = [...new Set(seen.flatMap(({ projectId }) => projectId ?? []))].sort()
  return {
    rows: chosenTypes.map((type) => gridRow(seen, { ...who, type, projectId: null })),
    projects: projects.flatMap((projectId) =>
      chosenTypes
        .filter((type) => seen.some((one) => one.projectId === projectId && one.type === type))
        .map((type) => gridRow(seen, { ...who, type, projectId })),
    ),
  }
}
