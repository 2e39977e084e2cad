import { peopleOfAbandoned, takeAbandoned } from '#access/challenge.queries.ts'
import { recipientsOf, userById } from '#features/account/public.ts'
import { days } from '#platform/clock.ts'
import { countAttempt } from '#platform/http/limits.ts'
import { mail } from '#platform/mail/outbox.ts'
import type { Platform } from '#platform/platform.ts'
import { abandonedLetter } from './abandoned.mail.ts'

/**
 * Clears away half-done sign-ins that ran out, and tells the mailbox when one came from a browser new to the person: somebody knew the
 * password and not the rest (ASVS 6.3.5). One letter a day at most.
 */
export async function closeAbandoned(platform: Platform, now: Date): Promise<void> {
  for (const userId of await peopleOfAbandoned(platform.db, now)) {
    await platform.db.transaction(async (tx) => {
      const abandoned = await takeAbandoned(tx, userId, now)
      const user = abandoned && (await userById(tx, userId))
      if (!user) return
      const told = await countAttempt(platform.db, `sign-in abandoned ${userId}`, days(1), now)
      if (told.count > 1) return
      const { publicUrl } = platform.config
      for (const to of recipientsOf(user)) await mail(tx, platform, to, abandonedLetter(to, abandoned, publicUrl), now)
    })
  }
}
