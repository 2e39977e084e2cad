import { anyone } from '#access/guard.ts'
import { issueToken, voidOneTimeTokens } from '#access/one-time-tokens.ts'
import { subjectOf } from '#access/subjects.ts'
import { recipientOf, type UserRow, userByEmail } from '#features/account/public.ts'
import { hours, minutes } from '#platform/clock.ts'
import type { Tx } from '#platform/db/db.ts'
import { canonicalEmail } from '#platform/email-address.ts'
import { countAttempt } from '#platform/http/limits.ts'
import { route } from '#platform/http/route.ts'
import { mail } from '#platform/mail/outbox.ts'
import type { Platform } from '#platform/platform.ts'
import { CheckMailbox, Recover, signUpRefusals } from './contract.ts'
import { recoveryLetter } from './recovery.mail.ts'

/** How long a recovery link lives (security.md; ASVS 6.4.1). */
export const recoveryLifetime = minutes(30)

/** Letters one address is sent in an hour, however often somebody asks. */
const lettersPerHour = 3

/** “Forgot password”: the stored address gets a link, if there is an account. The answer never tells (V127, V129). */
export const requestRecovery = route({
  method: 'POST',
  path: '/auth/recoveries',
  summary: 'Ask for a link to choose a new password',
  access: anyone('people who cannot sign in start here'),
  limit: { per: 'network', max: 20, every: hours(1) },
  input: Recover,
  output: CheckMailbox,
  status: 202,
  refusals: { email_invalid: signUpRefusals.email_invalid },
  audit: 'auth.recovery_requested',

  async handle({ input, db, now, platform, refuse, record, unchanged }) {
    const address = canonicalEmail(input.email, { allowLocalhost: platform.config.loopback })
    if (!address.ok) return refuse('email_invalid', 'email')
    const asked = await countAttempt(db, `recovery ${platform.keyedHash(address.canonical)}`, hours(1), now)
    const user = await userByEmail(db, address.canonical)
    if (!user || asked.count > lettersPerHour) {
      unchanged()
      return { state: 'check_mailbox' as const }
    }
    await db.transaction(async (tx) => {
      await mailRecoveryLink(tx, platform, user, now)
      await record(tx, {}, await subjectOf(tx, user.id))
    })
    return { state: 'check_mailbox' as const }
  },
})

/** Makes a recovery link, which voids the one before, and mails it to the stored address. */
export async function mailRecoveryLink(tx: Tx, platform: Platform, user: UserRow, now: Date): Promise<void> {
  await voidOneTimeTokens(tx, user.id, now, ['recover'])
  const token = await issueToken(
    tx,
    { userId: user.id, purpose: 'recover', address: user.email_canonical, lifetime: recoveryLifetime },
    now,
  )
  await mail(tx, platform, recipientOf(user), recoveryLetter(`${platform.config.publicUrl}/recover#${token}`), now)
}
