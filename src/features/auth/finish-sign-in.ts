import { issueToken } from '#access/one-time-tokens.ts'
import { type Opening, openSession, type Proven, type SignInMethod } from '#access/sessions.ts'
import { recipientsOf, type UserRow } from '#features/account/public.ts'
import { days } from '#platform/clock.ts'
import type { Tx } from '#platform/db/db.ts'
import { mail } from '#platform/mail/outbox.ts'
import { newDeviceLetter } from './new-device.mail.ts'

/**
 * The end of every way to sign in, after the last factor: opens the session, and tells the mailbox when this browser is new to the person.
 * Sets cookies, so nothing may be refused afterwards.
 */
export async function finishSignIn(
  tx: Tx,
  user: UserRow,
  method: SignInMethod,
  opening: Opening,
  proven: Proven = {},
): Promise<{ id: string; newDevice: boolean }> {
  const { platform, client, now } = opening
  const session = await openSession(tx, user.id, method, opening, proven)
  if (!session.newDevice) return session
  const token = await issueToken(
    tx,
    {
      userId: user.id,
      purpose: 'disown-sign-in',
      address: user.email_canonical,
      subjectId: session.id,
      lifetime: days(7),
    },
    now,
  )
  const notice = { client, now, notMeUrl: `${platform.config.publicUrl}/not-me#${token}` }
  for (const recipient of recipientsOf(user))
    await mail(tx, platform, recipient, newDeviceLetter(recipient, notice), now)
  return session
}
