import { accessLetters } from './access.ts'
import { accountLetters } from './account.ts'
import { contactLetters } from './money.ts'
import type { Desk, LetterSample } from './sample.ts'
import { toldLetters } from './told.ts'

/** Every letter the product can send. A test looks for one that is missing here. */
export const allLetters = (desk: Desk): LetterSample[] => [
  ...accountLetters(desk),
  ...accessLetters(desk),
  ...toldLetters(desk),
  ...contactLetters(desk),
]
