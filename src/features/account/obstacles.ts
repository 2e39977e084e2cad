import type { Departure, Leaver, Obstacle } from '#access/departure.ts'
import type { Reader } from '#platform/db/db.ts'

/** Everything that stands in the way of a person's leaving, in the order of the slices. */
export async function obstaclesTo(
  departures: readonly Departure[],
  on: Reader,
  leaver: Leaver,
  now: Date,
): Promise<Obstacle[]> {
  const found: Obstacle[] = []
  for (const { obstacles } of departures) found.push(...((await obstacles?.(on, leaver, now)) ?? []))
  return found
}
