import { signedIn } from '#access/guard.ts'
import { countSessions } from '#access/session.queries.ts'
import { aliveNow } from '#access/session-list.ts'
import { route } from '#platform/http/route.ts'
import { PasswordState } from './contract.ts'
import { passwordFacts } from './password.queries.ts'
import { passwordMinimumOf } from './password-minimum.queries.ts'

/** What is known of one's password, and how many sessions changing it would end. */
export const showPassword = route({
  method: 'GET',
  path: '/account/password',
  summary: 'Show the state of your password',
  access: signedIn(),
  output: PasswordState,

  async handle({ who, db, now, platform: { config } }) {
    const facts = await passwordFacts(db, who.user.id)
    return {
      changedAt: facts?.changedAt ?? null,
      strength: facts?.strength ?? null,
      due: facts?.dueSince != null,
      minimum: await passwordMinimumOf(db, config, who.user.id),
      otherSessions: await countSessions(db, who.user.id, who.session.id, aliveNow(config, now)),
    }
  },
})
