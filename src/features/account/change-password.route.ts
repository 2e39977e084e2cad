import { z } from 'zod'
import { signedIn } from '#access/guard.ts'
import { dropOverSessions } from '#access/session.queries.ts'
import { aliveNow } from '#access/session-list.ts'
import { revokeOtherSessions } from '#access/sessions.ts'
import { proofLasts } from '#access/step-up.ts'
import { minutes } from '#platform/clock.ts'
import { hashPassword, verifyPassword } from '#platform/crypto/passwords.ts'
import { route } from '#platform/http/route.ts'
import { ChangePassword, changePasswordRefusals } from './contract.ts'
import { storeStrength } from './password.queries.ts'
import { passwordChangedLetter } from './password-changed.mail.ts'
import { passwordMinimumOf } from './password-minimum.queries.ts'
import { judgePassword } from './password-rules.ts'
import { strengthOf } from './password-strength.ts'
import { lockPerson, passwordHashOf, replacePassword } from './queries.ts'
import { notify, recipientsOf } from './recipients.ts'
import { voidLinks } from './void-links.ts'

/** Changes one's own password. Every other session and every open link ends with it. */
export const changePassword = route({
  method: 'PUT',
  path: '/account/password',
  summary: 'Change your password',
  access: signedIn({ confirmedWithin: proofLasts }),
  limit: { per: 'user', max: 5, every: minutes(15) },
  input: ChangePassword,
  output: z.object({ sessionsEnded: z.int() }),
  refusals: changePasswordRefusals,
  audit: 'account.password_changed',
  auditRefused: ['current_password_wrong'],

  async handle({ who, input, db, now, client, platform, refuse, record }) {
    const { publicUrl } = platform.config
    const minLength = await passwordMinimumOf(db, platform.config, who.user.id)
    const { fullName, email, company } = who.user
    const seen = await passwordHashOf(db, who.user.id)
    if (!(await verifyPassword(seen, input.current))) return refuse('current_password_wrong', 'current')
    const rules = { minLength, context: [fullName, email, company] }
    const fault = judgePassword(input.next, rules)
    if (fault) return refuse(fault, { field: 'next', extra: { minimum: minLength } })
    const hash = await hashPassword(input.next) // slow on purpose, so before the transaction opens

    return db.transaction(async (tx) => {
      const person = await lockPerson(tx, who.user.id)
      if (!person || !(await replacePassword(tx, person.id, { seen, hash }, now))) {
        return refuse('password_changed_meanwhile')
      }
      await storeStrength(tx, person.id, { seen: hash, strength: strengthOf(input.next, rules) })
      await dropOverSessions(tx, person.id, who.session.id, aliveNow(platform.config, now))
      await voidLinks(tx, person.id, now)
      const sessionsEnded = await revokeOtherSessions(tx, person.id, who.session.id)
      await record(tx, { sessionsEnded })
      const deed = { client, now, publicUrl }
      await notify(tx, platform, recipientsOf(person), (to) => passwordChangedLetter(to, deed), now)
      return { sessionsEnded }
    })
  },
})
