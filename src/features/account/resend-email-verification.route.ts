import { z } from 'zod'
import { signedIn } from '#access/guard.ts'
import { hours } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { verificationRefusals } from './contract.ts'
import { lockPerson } from './queries.ts'
import { sendEmailVerification } from './send-email-verification.ts'

/** Sends the link that proves one's own address again, while it is not proven: only the first person of an installation gets in before. */
export const resendEmailVerification = route({
  method: 'POST',
  path: '/account/email-verification',
  summary: 'Send the link that confirms your address again',
  access: signedIn(),
  limit: { per: 'user', max: 5, every: hours(1) },
  output: z.object({}),
  status: 202,
  refusals: verificationRefusals,
  audit: 'account.email_verification_sent',

  async handle({ who, db, now, platform, refuse, record }) {
    return db.transaction(async (tx) => {
      const person = await lockPerson(tx, who.user.id)
      if (!person) return refuse('signed_out')
      if (person.email_verified_at) return refuse('already_verified')
      await sendEmailVerification(tx, platform, person, now)
      await record(tx)
      return {}
    })
  },
})
