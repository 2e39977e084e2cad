import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { alertSettings } from './alert-settings.ts'
import { AlertSettings } from './contract.ts'
import { settingsOf } from './queries.ts'

/** Which alerts a team is given beyond those at 80, 90 and 100 percent. */
export const showAlerts = route({
  method: 'GET',
  path: '/teams/{team}/usage/alerts',
  summary: 'Show usage alerts',
  access: inTeam('usage.view', { scope: 'usage:read' }),
  output: AlertSettings,
  versioned: true,
  handle: async ({ who, db }) => alertSettings(await settingsOf(db, who.team.id)),
})
