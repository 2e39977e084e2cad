import type { Sealer } from '../crypto/seal.ts'
import type { Letter, Recipient } from './letter.ts'

/** What is needed to write the letter out again. */
export interface LetterContent {
  letter: Letter
  recipient: Recipient
}

/** Seals a letter for its row; it cannot be opened from another row. */
export const sealContent = (sealer: Sealer, id: string, content: LetterContent): string =>
  sealer.seal(JSON.stringify(content), id)

/** Opens what {@link sealContent} made. Throws `SealBroken`. */
export const openContent = (sealer: Sealer, id: string, sealed: string): LetterContent =>
  JSON.parse(sealer.open(sealed, id).toString('utf8')) as LetterContent
