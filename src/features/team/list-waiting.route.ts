import { signedIn } from '#access/guard.ts'
import { canonicalEmail } from '#platform/email-address.ts'
import { route } from '#platform/http/route.ts'
import { invitationsFor } from './invitation.queries.ts'
import { WaitingView } from './invitation-contract.ts'

/** The invitations that wait for whoever is signed in; none while their address is not confirmed (V83). */
export const listWaiting = route({
  method: 'GET',
  path: '/account/invitations',
  summary: 'List invitations that wait for you',
  access: signedIn(),
  output: WaitingView,

  async handle({ who: { user }, db, now, platform }) {
    const mine = canonicalEmail(user.email, { allowLocalhost: platform.config.loopback })
    if (!mine.ok || user.emailVerifiedAt === null) return { items: [] }
    const rows = await invitationsFor(db, mine.canonical, now)
    return {
      items: rows.map(({ id, role, message, expires_at, team_name, inviter_name }) => {
        return { id, role, message, expiresAt: expires_at, team: team_name, inviter: inviter_name ?? team_name }
      }),
    }
  },
})
