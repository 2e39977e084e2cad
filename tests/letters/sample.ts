import type { Letter, Recipient } from '#platform/mail/letter.ts'
import type { Platform } from '#platform/platform.ts'

/** One letter as somebody gets it. */
export interface LetterSample {
  /** Names its picture; the letter's own name where that is enough. */
  as: string
  /** The function that makes it, or the event it is made of. */
  of: unknown
  letter: Letter
  to: Recipient
}

/** What samples are made with. */
export interface Desk {
  platform: Platform
  publicUrl: string
  now: Date
}

/** Who gets the samples. */
export const ada: Recipient = {
  email: 'ada.lovelace@analytical-engines.example',
  fullName: 'Ada Lovelace',
  timezone: 'Europe/Berlin',
}

/** The team they are about. */
export const team = { id: 'team_01kb0000000000000000000000', name: 'Analytical Engines' }

/** A secret as long as those in links. */
export const token = 'sJ8vQm3Zr0pXw2LkT5nYbA7cGdHfUeIo9R1tVzB4qKs'

/** A letter that one function makes. */
export function sample<Given extends unknown[]>(make: (...given: Given) => Letter, ...given: Given): LetterSample {
  const letter = make(...given)
  return { as: letter.name, of: make, letter, to: ada }
}

/** The same under another name, where one function makes several letters. */
export const as = (name: string, one: LetterSample): LetterSample => ({ ...one, as: name })
