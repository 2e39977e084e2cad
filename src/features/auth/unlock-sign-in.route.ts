import { z } from 'zod'
import { anyone } from '#access/guard.ts'
import { issueToken, spendToken } from '#access/one-time-tokens.ts'
import { rememberBrowser } from '#access/sessions.ts'
import { subjectOf } from '#access/subjects.ts'
import { recipientOf, type UserRow } from '#features/account/public.ts'
import { days, minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { mail } from '#platform/mail/outbox.ts'
import type { Platform } from '#platform/platform.ts'
import { linkRefusals, TokenOnly } from './contract.ts'
import { unlockLetter } from './unlock.mail.ts'

/**
 * Opens the door for the holder of the mailbox when strangers' failures have closed the password: this browser becomes a known one, with
 * attempts of its own. It does not sign in.
 */
export const unlockSignIn = route({
  method: 'POST',
  path: '/auth/unlocks',
  summary: 'Let this browser try to sign in again',
  access: anyone('the letter’s secret is the proof'),
  limit: { per: 'network', max: 30, every: minutes(15) },
  input: TokenOnly,
  output: z.void(),
  refusals: { link_invalid: linkRefusals.link_invalid },
  audit: 'auth.sign_in_unlocked',

  async handle({ input, db, now, platform, cookies, refuse, record, setCookie }) {
    await db.transaction(async (tx) => {
      const presented = await spendToken(tx, 'unlock-sign-in', input.token, now)
      if (!presented) return refuse('link_invalid')
      await rememberBrowser(tx, presented.userId, { platform, cookies, now, setCookie })
      await record(tx, {}, await subjectOf(tx, presented.userId))
    })
  },
})

/** Tells a person that strange browsers are turned away, and gives theirs a way in. */
export async function mailUnlockLink(platform: Platform, user: UserRow, now: Date): Promise<void> {
  const binding = {
    userId: user.id,
    purpose: 'unlock-sign-in',
    address: user.email_canonical,
    lifetime: days(7),
  } as const
  await platform.db.transaction(async (tx) => {
    const token = await issueToken(tx, binding, now)
    await mail(tx, platform, recipientOf(user), unlockLetter(`${platform.config.publicUrl}/unlock#${token}`), now)
  })
}
