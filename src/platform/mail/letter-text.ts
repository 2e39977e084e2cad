import type { LetterContent } from './content.ts'
import type { Block } from './letter.ts'
import { greeting } from './plain-letter.ts'

const aboutAccount =
  'it concerns the account or sign-up with this address. Letters about your account’s security cannot be switched off.'

/** Why the person got the letter; stands at its foot. */
export const footer = (email: string, publicUrl: string, because = aboutAccount): string =>
  `AegisRunner at ${publicUrl} sent this to ${email}, because ${because}`

/** The letter as plain text: paragraphs apart, each link on a line of its own. */
export function letterText({ letter, recipient }: LetterContent, publicUrl: string): string {
  const parts = [greeting(recipient.fullName), ...letter.body.map(blockText)]
  const { unsubscribe } = letter
  const ending = unsubscribe ? `\nStop ${unsubscribe.what}:\n${unsubscribe.page}\n` : ''
  return `${parts.join('\n\n')}\n\n-- \n${footer(recipient.email, publicUrl, letter.because)}\n${ending}`
}

function blockText(block: Block): string {
  if (typeof block === 'string') return block
  if (block.kind === 'button') return `${block.label}:\n${block.url}`
  if (block.kind === 'note' || block.kind === 'code') return block.text
  if (block.kind === 'list') return block.items.map((item) => `• ${item}`).join('\n')
  return block.rows.map(([label, value]) => `${label}: ${value}`).join('\n')
}
