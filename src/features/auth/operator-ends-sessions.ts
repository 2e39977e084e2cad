import { everybodySignedIn } from '#access/leaving.queries.ts'
import { revokeAllSessions } from '#access/sessions.ts'
import { subjectOf } from '#access/subjects.ts'
import { lockPerson, recipientOf, userByEmail } from '#features/account/public.ts'
import { appendAudit } from '#platform/audit.ts'
import { canonicalEmail } from '#platform/email-address.ts'
import { mail } from '#platform/mail/outbox.ts'
import type { Platform } from '#platform/platform.ts'
import { sessionsEndedLetter } from './sessions-ended.mail.ts'

/** Ends every session of the person with this address, as the operator's act: audited, and mailed to them. Null when nobody has it. */
export async function endSessionsOf(platform: Platform, email: string, now: Date): Promise<number | null> {
  const address = canonicalEmail(email, { allowLocalhost: true })
  const user = address.ok ? await userByEmail(platform.db, address.canonical) : undefined
  return user ? endSessions(platform, user.id, now) : null
}

/** Ends every session of everybody; answers how many people and sessions. One transaction per person, so that it can be run again. */
export async function endSessionsOfAll(platform: Platform, now: Date): Promise<{ people: number; sessions: number }> {
  const everybody = await everybodySignedIn(platform.db)
  let sessions = 0
  for (const userId of everybody) sessions += await endSessions(platform, userId, now)
  return { people: everybody.length, sessions }
}

async function endSessions(platform: Platform, userId: string, now: Date): Promise<number> {
  return platform.db.transaction(async (tx) => {
    const user = await lockPerson(tx, userId)
    const sessionsEnded = user ? await revokeAllSessions(tx, user.id) : 0
    if (!user) return 0
    const { logs } = await subjectOf(tx, user.id)
    const subject = { actor: { kind: 'operator' as const, id: null }, logs }
    const details = { target: { kind: 'user', id: user.id }, by: 'command line', sessionsEnded }
    await appendAudit(tx, { action: 'auth.sessions_ended_by_operator', subject, client: null, now, details })
    await mail(tx, platform, recipientOf(user), sessionsEndedLetter(platform.config.publicUrl), now)
    return sessionsEnded
  })
}
