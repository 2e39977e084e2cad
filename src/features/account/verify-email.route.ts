import { anyone } from '#access/guard.ts'
import { spendToken } from '#access/one-time-tokens.ts'
import { subjectOf } from '#access/subjects.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { Email, linkRefusals, TokenOnly } from './contract.ts'
import { markEmailVerified, userById } from './queries.ts'

/** Proves one's own address with the link from its mailbox; a link to an address that was given up proves nothing (V73). */
export const verifyEmail = route({
  method: 'POST',
  path: '/account/email-verification/confirmation',
  summary: 'Confirm your address with the link from the letter',
  access: anyone('the letter’s secret is the proof'),
  limit: { per: 'network', max: 60, every: minutes(15) },
  input: TokenOnly,
  output: Email,
  refusals: { link_invalid: linkRefusals.link_invalid },
  audit: 'account.email_verified',

  async handle({ input, db, now, refuse, record }) {
    return db.transaction(async (tx) => {
      const spent = await spendToken(tx, 'verify-email', input.token, now)
      if (!spent || !(await markEmailVerified(tx, spent.userId, spent.address, now))) return refuse('link_invalid')
      const person = await userById(tx, spent.userId)
      if (!person) return refuse('link_invalid')
      await record(tx, { email: person.email }, await subjectOf(tx, person.id))
      return { email: person.email }
    })
  },
})
