import { z } from 'zod'
import { deviceName } from '#access/device-name.ts'
import { signedIn } from '#access/guard.ts'
import { deleteSession, lockUser } from '#access/queries.ts'
import { sessionOf } from '#access/session.queries.ts'
import { aliveNow } from '#access/session-list.ts'
import { proofLasts } from '#access/step-up.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { endSessionRefusals } from './contract.ts'

/** Signs out one other session of one's own. A session of somebody else is not found (V52). */
export const endSession = route({
  method: 'DELETE',
  path: '/account/sessions/{id}',
  summary: 'Sign out one of your sessions',
  access: signedIn({ confirmedWithin: proofLasts }),
  limit: { per: 'user', max: 60, every: minutes(10) },
  output: z.void(),
  refusals: endSessionRefusals,
  audit: 'account.session_ended',

  async handle({ who, params: { id }, db, now, platform, refuse, record }) {
    if (id === who.session.id) return refuse('current_session')
    await db.transaction(async (tx) => {
      await lockUser(tx, who.user.id) // two sessions that end each other come one after the other
      const session = await sessionOf(tx, who.user.id, id, aliveNow(platform.config, now))
      // Of two that end it at once, the one that finds it no more has nothing to tell.
      if (!session || !(await deleteSession(tx, who.user.id, id))) return refuse('not_found')
      await record(tx, { target: { kind: 'session', id }, device: deviceName(session.user_agent), ip: session.ip })
    })
  },
})
