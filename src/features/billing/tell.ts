import { type NotificationEvent, notify } from '#features/notifications/public.ts'
import type { Tx } from '#platform/db/db.ts'
import { mail } from '#platform/mail/outbox.ts'
import type { Platform } from '#platform/platform.ts'
import { contactLetter } from './contact.mail.ts'
import { contactsToTell } from './contact.queries.ts'
import type { ContactKind } from './contract.ts'

/** Something about money that people are told of. */
export type MoneyNews = Pick<
  NotificationEvent,
  'name' | 'id' | 'teamId' | 'title' | 'says' | 'facts' | 'data' | 'attachment'
> & {
  kind: ContactKind
  link?: NotificationEvent['link']
}

/** Tells those who look after the team's money, and its billing contacts for this kind of letter, once their mailbox is proven. */
export async function tell(tx: Tx, platform: Platform, news: MoneyNews, now: Date): Promise<void> {
  const { kind, link: given, ...rest } = news
  const link = given ?? { label: 'Open billing', path: `/settings/billing?team=${news.teamId}` }
  await notify(tx, platform, { type: 'billing-alerts', audience: 'billing.view', link, ...rest }, now)
  for (const { email, teamName } of await contactsToTell(tx, news.teamId, kind)) {
    const letter = contactLetter(news, link, teamName, platform.config.publicUrl)
    await mail(tx, platform, { email, fullName: '', timezone: 'UTC' }, letter, now)
  }
}
