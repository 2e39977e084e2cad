import { z } from 'zod'
import { anyone } from '#access/guard.ts'
import { peekToken, spendToken } from '#access/one-time-tokens.ts'
import { revokeAllSessions } from '#access/sessions.ts'
import { subjectOf } from '#access/subjects.ts'
import {
  judgePassword,
  lockPerson,
  markEmailVerified,
  passwordMinimumOf,
  passwordRefusals,
  recipientsOf,
  setPassword,
  userById,
  voidLinks,
} from '#features/account/public.ts'
import { minutes } from '#platform/clock.ts'
import { hashPassword } from '#platform/crypto/passwords.ts'
import { route } from '#platform/http/route.ts'
import { mail } from '#platform/mail/outbox.ts'
import { forgiveFailures } from './attempts.ts'
import { CompleteRecovery, linkRefusals } from './contract.ts'
import { recoveredLetter } from './recovery.mail.ts'

/**
 * Sets a new password with the link from the letter. Ends every session and voids every open token; never signs in, so that a second factor
 * is still asked for (V29). A password that is refused leaves the link usable.
 */
export const completeRecovery = route({
  method: 'POST',
  path: '/auth/recoveries/completion',
  summary: 'Choose a new password with a recovery link',
  access: anyone('the letter’s secret is the proof'),
  limit: { per: 'network', max: 30, every: minutes(15) },
  input: CompleteRecovery,
  output: z.object({ state: z.literal('password_set'), sessionsEnded: z.int() }),
  refusals: { link_invalid: linkRefusals.link_invalid, ...passwordRefusals },
  audit: 'auth.password_recovered',

  async handle({ input, db, now, platform, client, refuse, record }) {
    const { config } = platform
    const presented = await peekToken(db, 'recover', input.token, now)
    const user = presented && (await userById(db, presented.userId))
    if (!user || user.email_canonical !== presented.address) return refuse('link_invalid')
    const context = [user.full_name, user.email, user.company]
    const minLength = await passwordMinimumOf(db, config, user.id)
    const fault = judgePassword(input.password, { minLength, context })
    if (fault) refuse(fault, { field: 'password', extra: { minimum: minLength } })
    const hash = await hashPassword(input.password)

    const sessionsEnded = await db.transaction(async (tx) => {
      await lockPerson(tx, user.id)
      const spent = await spendToken(tx, 'recover', input.token, now)
      if (!spent || !(await markEmailVerified(tx, user.id, spent.address, now))) return refuse('link_invalid')
      await setPassword(tx, user.id, hash, now)
      await voidLinks(tx, user.id, now)
      const ended = await revokeAllSessions(tx, user.id)
      await record(tx, { sessionsEnded: ended }, await subjectOf(tx, user.id))
      for (const recipient of recipientsOf(user)) {
        await mail(
          tx,
          platform,
          recipient,
          recoveredLetter(recipient, { ip: client.ip, now, publicUrl: config.publicUrl }),
          now,
        )
      }
      return ended
    })
    await forgiveFailures(platform, user.email_canonical)
    return { state: 'password_set' as const, sessionsEnded }
  },
})
