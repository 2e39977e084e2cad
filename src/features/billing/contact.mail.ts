import { attachment, button, facts, type Letter } from '#platform/mail/letter.ts'
import { formatInZone } from '#platform/zones.ts'
import type { MoneyNews } from './tell.ts'

/** Tells a billing contact, who need not have an account: nothing here depends on who they are, and times are told in UTC. */
export function contactLetter(
  { name, title, says = [], facts: rows = {}, attachment: file }: MoneyNews,
  link: { label: string; path: string },
  teamName: string,
  publicUrl: string,
): Letter {
  const shown = Object.entries({ Team: teamName, ...rows }).map(([label, value]): [string, string] => [
    label,
    typeof value === 'string' ? value : formatInZone(value, 'UTC', 'dateTimeZone'),
  ])
  return {
    name: name.replaceAll('.', '-'),
    subject: title,
    preview: says[0] ?? shown.map(([label, value]) => `${label}: ${value}`).join(' · '),
    body: [
      ...(says.length > 0 ? says : [`${title}.`]),
      facts(Object.fromEntries(shown)),
      button(link.label, `${publicUrl}${link.path}`),
    ],
    because: 'this address is a billing contact of the team. Whoever looks after the team’s money can take it off.',
    ...(file && { attachment: attachment(file.name, file.type, file.bytes) }),
  }
}
