import { issueToken, voidOneTimeTokens } from '#access/one-time-tokens.ts'
import { revokeAllSessions } from '#access/sessions.ts'
import { subjectOf } from '#access/subjects.ts'
import { lockPerson, recipientOf, recipientsOf, userByEmail } from '#features/account/public.ts'
import { removeSecondFactor, twoFactorResetLetter } from '#features/two-factor/public.ts'
import { appendAudit } from '#platform/audit.ts'
import { canonicalEmail } from '#platform/email-address.ts'
import { mail } from '#platform/mail/outbox.ts'
import type { Platform } from '#platform/platform.ts'
import { recoveryLifetime } from './recovery.job.ts'
import { recoveryLetter } from './recovery.mail.ts'

export { authDeparture } from './departure.ts'
export { endSessionsOf, endSessionsOfAll } from './operator-ends-sessions.ts'

/** What became of an operator's wish that a person chooses a new password. */
export type RecoveryStarted = { state: 'nobody' } | { state: 'mailed' } | { state: 'link'; link: string }

/**
 * The operator at the machine starts a person's recovery. With a mail server the link goes to the person's mailbox and the operator never sees
 * it, let alone a password (ASVS 6.4.6). Without one there is no other way than to hand it over. It stands in the person's audit log.
 */
export async function startRecovery(platform: Platform, email: string, now: Date): Promise<RecoveryStarted> {
  const address = canonicalEmail(email, { allowLocalhost: true })
  const user = address.ok ? await userByEmail(platform.db, address.canonical) : undefined
  if (!user) return { state: 'nobody' }
  return platform.db.transaction(async (tx) => {
    await voidOneTimeTokens(tx, user.id, now, ['recover'])
    const token = await issueToken(
      tx,
      { userId: user.id, purpose: 'recover', address: user.email_canonical, lifetime: recoveryLifetime },
      now,
    )
    const { logs } = await subjectOf(tx, user.id)
    const subject = { actor: { kind: 'operator' as const, id: null }, logs }
    const details = { target: { kind: 'user', id: user.id }, by: 'command line' }
    await appendAudit(tx, { action: 'auth.recovery_link_issued', subject, client: null, now, details })
    const link = `${platform.config.publicUrl}/recover#${token}`
    if (!platform.config.SMTP_URL) return { state: 'link' as const, link }
    await mail(tx, platform, recipientOf(user), recoveryLetter(link), now)
    return { state: 'mailed' as const }
  })
}

/** What became of an operator's wish to switch somebody's two-factor authentication off. */
export type SecondFactorReset = { state: 'nobody' } | { state: 'off' } | { state: 'reset'; sessionsEnded: number }

/**
 * Break-glass for a person who has lost both their authenticator app and their backup codes, after the operator made sure who asks. Ends
 * every session; the password stays and is still needed. Audited as the operator's act, and mailed to the person.
 */
export async function resetSecondFactor(platform: Platform, email: string, now: Date): Promise<SecondFactorReset> {
  const address = canonicalEmail(email, { allowLocalhost: true })
  const found = address.ok ? await userByEmail(platform.db, address.canonical) : undefined
  if (!found) return { state: 'nobody' }
  return platform.db.transaction(async (tx) => {
    const user = await lockPerson(tx, found.id)
    if (!user || !(await removeSecondFactor(tx, user.id))) return { state: 'off' as const }
    const sessionsEnded = await revokeAllSessions(tx, user.id)
    const { logs } = await subjectOf(tx, user.id)
    const subject = { actor: { kind: 'operator' as const, id: null }, logs }
    const details = { target: { kind: 'user', id: user.id }, by: 'command line', sessionsEnded }
    await appendAudit(tx, { action: 'two_factor.reset', subject, client: null, now, details })
    for (const to of recipientsOf(user))
      await mail(tx, platform, to, twoFactorResetLetter(platform.config.publicUrl), now)
    return { state: 'reset' as const, sessionsEnded }
  })
}
