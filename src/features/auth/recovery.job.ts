import { z } from 'zod'
import { issueToken, voidOneTimeTokens } from '#access/one-time-tokens.ts'
import { subjectOf } from '#access/subjects.ts'
import { lockPerson, recipientOf, type UserRow, userByEmail } from '#features/account/public.ts'
import { appendAudit } from '#platform/audit.ts'
import { minutes } from '#platform/clock.ts'
import type { Tx } from '#platform/db/db.ts'
import { networkOf } from '#platform/http/limits.ts'
import { job } from '#platform/jobs/job.ts'
import { mail } from '#platform/mail/outbox.ts'
import type { Platform } from '#platform/platform.ts'
import { recoveryLetter } from './recovery.mail.ts'

/** How long a recovery link lives (security.md; ASVS 6.4.1). */
export const recoveryLifetime = minutes(30)

/**
 * Looks up who asked to recover, writes the letter and the audit row. A job, so that the request does the same work for every address: its
 * time cannot tell who has an account (V126, V127). A second run makes a second letter, whose link replaces the first.
 */
export const recoverAccount = job({
  name: 'auth.recover',
  attempts: 10,
  payload: z.object({ address: z.string(), ip: z.string(), userAgent: z.string(), requestId: z.string() }),

  async run({ payload: { address, ...from }, platform, now }) {
    await platform.db.transaction(async (tx) => {
      const found = await userByEmail(tx, address)
      const user = found && (await lockPerson(tx, found.id))
      if (!user) return
      await mailRecoveryLink(tx, platform, user, now)
      const client = { ...from, network: networkOf(from.ip) }
      const subject = await subjectOf(tx, user.id)
      await appendAudit(tx, { action: 'auth.recovery_requested', subject, client, now, details: {} })
    })
  },
})

/** Makes a recovery link, which voids the one before, and mails it to the stored address. */
export async function mailRecoveryLink(tx: Tx, platform: Platform, user: UserRow, now: Date): Promise<void> {
  await voidOneTimeTokens(tx, user.id, now, ['recover'])
  const binding = { userId: user.id, address: user.email_canonical, lifetime: recoveryLifetime }
  const token = await issueToken(tx, { ...binding, purpose: 'recover' }, now)
  await mail(tx, platform, recipientOf(user), recoveryLetter(`${platform.config.publicUrl}/recover#${token}`), now)
}
