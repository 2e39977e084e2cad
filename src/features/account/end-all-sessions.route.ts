import { demandSession, signedIn } from '#access/guard.ts'
import { dropOverSessions } from '#access/session.queries.ts'
import { aliveNow } from '#access/session-list.ts'
import { revokeAllSessions, sessionCookie } from '#access/sessions.ts'
import { proofLasts } from '#access/step-up.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { SessionsEnded } from './contract.ts'
import { lockPerson } from './queries.ts'

/** Signs out everywhere, this browser included, which is told to forget what it kept (ASVS 7.4.1, 14.3.1). */
export const endAllSessions = route({
  method: 'DELETE',
  path: '/account/sessions/everywhere',
  summary: 'Sign out everywhere, here too',
  access: signedIn({ confirmedWithin: proofLasts, endsSession: true }),
  limit: { per: 'user', max: 60, every: minutes(10) },
  output: SessionsEnded,
  audit: 'account.all_sessions_ended',

  async handle({ who, db, now, platform, record, setCookie, setHeader }) {
    const ended = await db.transaction(async (tx) => {
      await lockPerson(tx, who.user.id)
      await demandSession(tx, who)
      await dropOverSessions(tx, who.user.id, who.session.id, aliveNow(platform.config, now))
      const all = await revokeAllSessions(tx, who.user.id)
      await record(tx, { sessionsEnded: all })
      return all
    })
    setCookie(sessionCookie, null)
    setHeader('Clear-Site-Data', '"cache", "storage"')
    return { ended }
  },
})
