import { type NotificationEvent, notify } from '#features/notifications/public.ts'
import type { Tx } from '#platform/db/db.ts'
import { attachment, button, facts, type Letter } from '#platform/mail/letter.ts'
import { mail } from '#platform/mail/outbox.ts'
import type { Platform } from '#platform/platform.ts'
import { formatInZone } from '#platform/zones.ts'
import { contactsOf } from './contact.queries.ts'
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
  for (const { email, kinds, proven_at } of await contactsOf(tx, news.teamId)) {
    if (!proven_at || !kinds.includes(kind)) continue
    await mail(tx, platform, { email, fullName: '', timezone: 'UTC' }, letterOf(news, link, platform), now)
  }
}

function letterOf(
  { name, title, says = [], facts: rows = {}, attachment: file }: MoneyNews,
  link: NotificationEvent['link'],
  { config }: Platform,
): Letter {
  const shown = Object.entries(rows).map(([label, value]): [string, string] => [
    label,
    typeof value === 'string' ? value : formatInZone(value, 'UTC', 'dateTimeZone'),
  ])
  return {
    name: name.replaceAll('.', '-'),
    subject: title,
    preview: says[0] ?? title,
    body: [
      title,
      ...says,
      ...(shown.length > 0 ? [facts(Object.fromEntries(shown))] : []),
      button(link.label, `${config.publicUrl}${link.path}`),
      'You get this letter as a billing contact of the team.',
    ],
    ...(file && { attachment: attachment(file.name, file.type, file.bytes) }),
  }
}
