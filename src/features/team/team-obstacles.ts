import type { Departure, Obstacle } from '#access/departure.ts'
import type { Reader } from '#platform/db/db.ts'

/** What stands in the way of deleting a team, slice by slice. */
export async function teamObstacles(
  departures: readonly Departure[],
  on: Reader,
  teamId: string,
  now: Date,
): Promise<Obstacle[]> {
  const found: Obstacle[] = []
  for (const one of departures) found.push(...((await one.teamObstacles?.(on, teamId, now)) ?? []))
  return found
}
