import type { LetterContent } from './content.ts'
import type { Block } from './letter.ts'
import { greeting } from './plain-letter.ts'

/** Why the person got the letter; stands at its foot. */
export const footer = (email: string, publicUrl: string): string =>
  `AegisRunner at ${publicUrl} sent this to ${email}, because it concerns the account or sign-up with this address. ` +
  'Letters about your account’s security cannot be switched off.'

/** The letter as plain text: paragraphs apart, each link on a line of its own. */
export function letterText({ letter, recipient }: LetterContent, publicUrl: string): string {
  const parts = [greeting(recipient.fullName), ...letter.body.map(blockText)]
  return `${parts.join('\n\n')}\n\n-- \n${footer(recipient.email, publicUrl)}\n`
}

function blockText(block: Block): string {
  if (typeof block === 'string') return block
  if (block.kind === 'button') return `${block.label}:\n${block.url}`
  if (block.kind === 'note') return block.text
  return block.rows.map(([label, value]) => `${label}: ${value}`).join('\n')
}
