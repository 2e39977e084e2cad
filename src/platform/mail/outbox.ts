import { SealBroken, type Sealer } from '../crypto/seal.ts'
import type { Tx } from '../db/db.ts'
import { together } from '../db/together.ts'
import { newId } from '../ids.ts'
import { enqueue } from '../jobs/job.ts'
import type { Platform } from '../platform.ts'
import { openContent, sealContent } from './content.ts'
import type { Letter, Recipient } from './letter.ts'
import { oneLine, plainLetter } from './plain-letter.ts'
import { deleteLettersTo, dropContent, insertLetter, reviveLetter, stoppedLetters } from './queries.ts'
import { unmarkRefused } from './refused-address.queries.ts'
import { sendMail } from './send-mail.job.ts'

/**
 * Puts a letter into the outbox: it is sent if and only if the transaction commits, after the recipient's earlier letters. Throws for an
 * address that is not exactly one, and for a button that leads away from this installation. `forget`: nothing of it is kept once it was sent.
 * Answers the letter's id.
 */
export async function mail(
  tx: Tx,
  platform: Platform,
  to: Recipient,
  letter: Letter,
  now: Date,
  { forget = false }: { forget?: boolean } = {},
): Promise<string> {
  // Every door reads addresses with canonicalEmail; one that slipped through must not reach a second mailbox (V63).
  if (!/^[^\s@,;<>()"]+@[^\s@,;<>()"]+$/.test(to.email)) throw new Error('a letter goes to exactly one address')
  const id = newId('mail')
  const recipient = { email: to.email, fullName: oneLine(to.fullName), timezone: to.timezone }
  const plain = plainLetter(letter, platform.config.publicUrl)
  const row = {
    id,
    recipient: to.email,
    letter: plain.name,
    subject: plain.subject,
    content: sealContent(platform.sealer, id, { letter: plain, recipient }),
    created_at: now,
    forget,
  }
  await together([insertLetter(tx, row), enqueue(tx, sendMail, { id })])
  return id
}

/** Sends a held or failed letter again; false when there is no such letter. */
export async function mailAgain(tx: Tx, id: string): Promise<boolean> {
  const revived = await reviveLetter(tx, id)
  if (revived) await enqueue(tx, sendMail, { id })
  return revived
}

/**
 * Forgets the mailboxes of somebody who is erased: every letter to them, `names` in the subjects of letters to others, and the text of a letter
 * to others that names them and was not handed over, held or given up.
 */
export async function forgetMailboxes(
  tx: Tx,
  { sealer }: Platform,
  mailboxes: string[],
  names: string[],
): Promise<void> {
  await deleteLettersTo(tx, mailboxes, names)
  const tells = tellsOf(names)
  for await (const { id, content } of stoppedLetters(tx))
    if (textsOf(sealer, id, content).some(tells))
      await dropContent(tx, id, 'It named somebody who is erased, so its text is gone.')
  for (const mailbox of mailboxes) await unmarkRefused(tx, mailbox)
}

// Whole words only: of somebody called Al, “also” tells nothing.
function tellsOf(names: readonly string[]): (text: string) => boolean {
  const wanted = names.filter(Boolean).map((name) => name.toLowerCase())
  return (text) => {
    const said = text.toLowerCase()
    return wanted.some((name) => {
      for (let at = said.indexOf(name); at >= 0; at = said.indexOf(name, at + 1))
        if (!inWord(said[at - 1]) && !inWord(said[at + name.length])) return true
      return false
    })
  }
}

const inWord = (letter = ' '): boolean => /[\p{L}\p{N}]/u.test(letter)

// Every text in a letter. What no key at hand opens names nobody to anybody.
function textsOf(sealer: Sealer, id: string, content: string): string[] {
  const texts: string[] = []
  const note = (part: unknown): void => {
    if (typeof part === 'string') texts.push(part)
    else if (typeof part === 'object' && part !== null) Object.values(part).forEach(note)
  }
  try {
    note(openContent(sealer, id, content))
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error
  }
  return texts
}
