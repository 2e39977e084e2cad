import { inTeam } from '#access/guard.ts'
import { may } from '#access/permissions.ts'
import { route } from '#platform/http/route.ts'
import { refusedAmong } from '#platform/mail/refused-address.queries.ts'
import { PreferencesView } from './contract.ts'
import { gridOf } from './grid.ts'
import { preferencesIn } from './preference.queries.ts'

/** What this person is told in this team, where that comes from, and whether their address takes mail. */
export const showPreferences = route({
  method: 'GET',
  path: '/teams/{team}/notifications/preferences',
  summary: 'Show my notification preferences',
  access: inTeam('notifications.use'),
  output: PreferencesView,

  async handle({ who: { user, team }, db }) {
    const email = user.notificationEmail ?? user.email
    const [refused] = await refusedAmong(db, [email])
    return {
      ...gridOf(await preferencesIn(db, team.id, [user.id]), { userId: user.id, role: team.role }),
      mayManage: may(team.role, 'notifications.manage'),
      address: { email, refused: refused?.says ?? null },
    }
  },
})
