import { z } from 'zod'
import { signedIn } from '#access/guard.ts'
import { revokeOtherSessions } from '#access/sessions.ts'
import { proofLasts } from '#access/step-up.ts'
import { minutes } from '#platform/clock.ts'
import { hashPassword, verifyPassword } from '#platform/crypto/passwords.ts'
import { route } from '#platform/http/route.ts'
import { ChangePassword, changePasswordRefusals } from './contract.ts'
import { passwordChangedLetter } from './password-changed.mail.ts'
import { judgePassword } from './password-rules.ts'
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
    const { AEGIS_PASSWORD_MIN: minLength, publicUrl } = platform.config
    const { fullName, email, company } = who.user
    const seen = await passwordHashOf(db, who.user.id)
    if (!(await verifyPassword(seen, input.current))) return refuse('current_password_wrong', 'current')
    const fault = judgePassword(input.next, { minLength, context: [fullName, email, company] })
    if (fault) return refuse(fault, 'next')
    const hash = await hashPassword(input.next) // slow on purpose, so before the transaction opens

    return db.transaction(async (tx) => {
      const person = await lockPerson(tx, who.user.id)
      if (!person || !(await replacePassword(tx, person.id, { seen, hash }, now))) {
        return refuse('password_changed_meanwhile')
      }
      await voidLinks(tx, person.id, now)
      const sessionsEnded = await revokeOtherSessions(tx, person.id, who.session.id)
      await record(tx, { sessionsEnded })
      const deed = { client, now, publicUrl }
      await notify(tx, platform, recipientsOf(person), (to) => passwordChangedLetter(to, deed), now)
      return { sessionsEnded }
    })
  },
})
