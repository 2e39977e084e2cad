import { signedIn } from '#access/guard.ts'
import { dropOverSessions } from '#access/session.queries.ts'
import { aliveNow } from '#access/session-list.ts'
import { revokeOtherSessions } from '#access/sessions.ts'
import { proofLasts } from '#access/step-up.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { SessionsEnded } from './contract.ts'
import { lockPerson } from './queries.ts'

/** Signs out every session but this one; half-done sign-ins and trusted browsers go with them. */
export const endOtherSessions = route({
  method: 'DELETE',
  path: '/account/sessions',
  summary: 'Sign out all your other sessions',
  access: signedIn({ confirmedWithin: proofLasts }),
  limit: { per: 'user', max: 60, every: minutes(10) },
  output: SessionsEnded,
  audit: 'account.other_sessions_ended',

  async handle({ who, db, now, platform, record }) {
    return db.transaction(async (tx) => {
      await lockPerson(tx, who.user.id)
      await dropOverSessions(tx, who.user.id, who.session.id, aliveNow(platform.config, now))
      const ended = await revokeOtherSessions(tx, who.user.id, who.session.id)
      await record(tx, { sessionsEnded: ended })
      return { ended }
    })
  },
})
