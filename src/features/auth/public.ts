import { issueToken, voidOneTimeTokens } from '#access/one-time-tokens.ts'
import { subjectOf } from '#access/subjects.ts'
import { userByEmail } from '#features/account/public.ts'
import { appendAudit } from '#platform/audit.ts'
import { canonicalEmail } from '#platform/email-address.ts'
import type { Platform } from '#platform/platform.ts'
import { recoveryLifetime } from './request-recovery.route.ts'

/**
 * Break-glass for the operator at the machine: a one-time recovery link for a person whose mailbox cannot be reached. The operator never
 * sets or sees a password (ASVS 6.4.6); the act stands in the person's audit log. Null when nobody has this address.
 */
export async function issueRecoveryLink(platform: Platform, email: string, now: Date): Promise<string | null> {
  const address = canonicalEmail(email, { allowLocalhost: true })
  const user = address.ok ? await userByEmail(platform.db, address.canonical) : undefined
  if (!user) return null
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
    return `${platform.config.publicUrl}/recover#${token}`
  })
}
