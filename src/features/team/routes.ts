import { showTeam } from './show-team.route.ts'

/** Every route of this slice. */
export const teamRoutes = [showTeam] as const
