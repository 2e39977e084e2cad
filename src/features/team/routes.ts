import type { Departure } from '#access/departure.ts'
import { showTeam } from './show-team.route.ts'

/** Every route of this slice. `departures`: what slices add to the end of a team (decisions/0010). */
export const teamRoutes = (_departures: readonly Departure[]) => [showTeam] as const
