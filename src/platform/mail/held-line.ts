import type { LetterContent } from './content.ts'

/**
 * The line the log shows for a letter that cannot be sent for want of a mail server. Only where the program serves this machine alone does it
 * carry the letter's link; it is the one place where a link is ever logged.
 */
export function heldLine({ letter, recipient }: LetterContent, loopback: boolean): string {
  const link = letter.body.find((block) => typeof block !== 'string' && block.kind === 'button')
  const to = `No mail server, so this letter is held: “${letter.subject}” for ${recipient.email}`
  return loopback && link && 'url' in link ? `${to}: ${link.url}` : to
}
