import { button, facts, type Letter, list, note } from '#platform/mail/letter.ts'
import type { Platform } from '#platform/platform.ts'
import { kindOf } from './kinds.ts'
import { summaryOf } from './message.ts'
import { factsIn } from './stored-event.ts'
import type { NotificationRow } from './tables.ts'
import { unsubscribeOf } from './unsubscribe.ts'

/** What a letter needs besides its events. */
export interface LetterAround {
  reader: { id: string; timezone: string }
  teamName: string
  /** Why it came by e-mail, when another channel was chosen. */
  why: string | null
}

/** The letter about one event, or about several that go together. */
export function letterOf(platform: Platform, events: readonly NotificationRow[], around: LetterAround): Letter {
  const [first] = events
  if (!first) throw new Error('a letter is about something')
  const letter = events.length === 1 ? oneLetter(platform, first, around) : manyLetter(platform, events, around)
  return {
    ...letter,
    body: around.why ? [...letter.body, note(around.why)] : letter.body,
    because: becauseOf(events),
    ...unsubscribeOf(platform, events, around.reader.id),
  }
}

function oneLetter(platform: Platform, { name, event }: NotificationRow, { reader, teamName }: LetterAround): Letter {
  const told = factsIn(event, reader.timezone)
  // Whoever is in several teams must see which one it is about; letters about the team itself name it in their first line.
  const named = event.type === 'team' || told.some(([label]) => label === 'Team')
  const rows: typeof told = named ? told : [['Team', teamName], ...told]
  return {
    name: name.replaceAll('.', '-'),
    subject: event.title,
    preview: event.says[0] ?? (rows.map(([label, value]) => `${label}: ${value}`).join(' · ') || event.link.label),
    body: [
      ...event.says,
      ...(rows.length > 0 ? [facts(Object.fromEntries(rows))] : []),
      ...(event.items.length > 0 ? [list(event.items)] : []),
      button(event.link.label, `${platform.config.publicUrl}${event.link.path}`),
    ],
    ...(event.attachment && { attachment: event.attachment }),
  }
}

function manyLetter(platform: Platform, events: readonly NotificationRow[], { teamName }: LetterAround): Letter {
  const { title, says, items, link } = summaryOf(events, teamName)
  const [first] = events
  const receipt = events.find(({ event }) => event.attachment)?.event.attachment
  return {
    name: new Set(events.map(({ type }) => type)).size === 1 ? `${first?.name.replaceAll('.', '-')}-many` : 'digest',
    subject: title,
    preview: items[0] ?? title,
    body: [...says, list(items), button(link.label, `${platform.config.publicUrl}${link.path}`)],
    ...(receipt && { attachment: receipt }),
  }
}

const becauseOf = (events: readonly NotificationRow[]): string =>
  events.every(({ type }) => kindOf(type))
    ? 'you are told of it by e-mail. What you are told is chosen in Settings → Notifications.'
    : 'it concerns you in a team you belong to. Letters of this kind cannot be switched off.'
