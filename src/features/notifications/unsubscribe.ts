import type { Letter } from '#platform/mail/letter.ts'
import type { Platform } from '#platform/platform.ts'
import { emailChoiceOf } from './event-choice.ts'
import { type ChosenType, chosenTypes, type Kind, kinds } from './kinds.ts'
import type { NotificationRow } from './tables.ts'

/** What a link ends: one person's e-mail of one type in one team. */
export interface Unsubscription {
  userId: string
  teamId: string
  type: ChosenType
}

const signatureLength = 32
const spelling = new RegExp(
  `^(usr_[0-9a-z]{26})-(team_[0-9a-z]{26})-(${chosenTypes.join('|')})-([\\w-]{${signatureLength}})$`,
)

/** A token that ends e-mail of one type without signing in; it can do nothing else, so it never runs out. */
export function unsubscribeToken(
  platform: Pick<Platform, 'keyedHash'>,
  { userId, teamId, type }: Unsubscription,
): string {
  const named = `${userId}-${teamId}-${type}`
  return `${named}-${platform.keyedHash(`unsubscribe:${named}`).slice(0, signatureLength)}`
}

/** Reads a token; null when it is not one of ours. */
export function readUnsubscribeToken(platform: Pick<Platform, 'keyedHash'>, token: string): Unsubscription | null {
  const [, userId, teamId, type] = spelling.exec(token) ?? []
  if (!userId || !teamId || !type) return null
  const meant = { userId, teamId, type: type as ChosenType }
  // The token is made anew and compared by its hash, so the time tells nothing of how much of it was right.
  const same = platform.keyedHash(unsubscribeToken(platform, meant)) === platform.keyedHash(token)
  return same ? meant : null
}

/** How a letter about these events is ended; nothing where it is of a kind that stays. */
export function unsubscribeOf(
  platform: Platform,
  events: readonly NotificationRow[],
  userId: string,
): Pick<Letter, 'unsubscribe'> {
  const type = chosenTypes.find((one) => events.every((told) => told.type === one))
  const [first] = events
  if (!type || !first || events.some(({ event }) => isLocked(type, emailChoiceOf(event)))) return {}
  const token = unsubscribeToken(platform, { userId, teamId: first.team_id, type })
  const { publicUrl } = platform.config
  return {
    unsubscribe: {
      what: `e-mail about ${kinds[type].label}`,
      post: `${publicUrl}/api/v1/unsubscriptions/${token}`,
      page: `${publicUrl}/unsubscribe#${token}`,
    },
  }
}

const isLocked = (type: ChosenType, choice: string | null): boolean =>
  choice !== null && choice in ((kinds[type] as Kind).locked ?? {})
