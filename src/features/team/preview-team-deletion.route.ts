import type { Departure } from '#access/departure.ts'
import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { TeamDeletionView } from './contract.ts'
import { belongingsOf } from './deletion.queries.ts'
import { teamObstacles } from './team-obstacles.ts'

/** What deleting the team takes, and what stands in its way; asked of every slice. */
export const previewTeamDeletion = (departures: readonly Departure[]) =>
  route({
    method: 'GET',
    path: '/teams/{team}/deletion',
    summary: 'Show what deleting a team would mean',
    access: inTeam('team.own'),
    output: TeamDeletionView,

    async handle({ who, db, now }) {
      const obstacles = await teamObstacles(departures, db, who.team.id, now)
      const counts = await belongingsOf(db, who.team.id)
      return {
        obstacles: obstacles.map(({ fixes, ...rest }) => ({ ...rest, fixes: [...fixes] })),
        goes: Object.entries(counts).flatMap(([what, count]) => (count > 0 ? [{ what, count }] : [])),
      }
    },
  })
