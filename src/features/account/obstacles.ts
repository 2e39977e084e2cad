import type { Departure, Leaver, Obstacle } from '#access/departure.ts'
import { soleTeamsOf } from '#access/leaving.queries.ts'
import type { Reader } from '#platform/db/db.ts'

/** Everything that stands in the way of a person's leaving, in the order of the slices; also of the end of the teams that go along. */
export async function obstaclesTo(
  departures: readonly Departure[],
  on: Reader,
  leaver: Leaver,
  now: Date,
): Promise<Obstacle[]> {
  const found: Obstacle[] = []
  for (const { obstacles } of departures) found.push(...((await obstacles?.(on, leaver, now)) ?? []))
  for (const teamId of await soleTeamsOf(on, leaver.user.id))
    for (const { teamObstacles } of departures) found.push(...((await teamObstacles?.(on, teamId, now)) ?? []))
  return found
}
