import type { Block, Letter, Unsubscribe } from './letter.ts'

// Line breaks would add headers (ASVS 1.3.11); direction marks make a text read as another.
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu
const address = /\b(?:[a-z][a-z0-9+.-]*:\/\/|www\.)[^\s]+/giu

/** One line without control and direction characters: safe as a header, a log line or a cell. */
export const oneLine = (text: string): string => text.replace(unseen, ' ').trim()

/**
 * The letter as it may leave: every text is one line, and what looks like an address of another site (somebody's “name”, say) is broken up so
 * that mail programs do not make a link of it. Throws when a button leads anywhere but to this installation (V80).
 */
export function plainLetter(letter: Letter, publicUrl: string): Letter {
  const plain = (text: string) => withoutForeignLinks(oneLine(text), publicUrl)
  const { attachment, unsubscribe, because } = letter
  return {
    ...(because && { because: plain(because) }),
    ...(attachment && { attachment: { ...attachment, name: fileName(attachment.name) } }),
    ...(unsubscribe && { unsubscribe: ownUnsubscribe(unsubscribe, plain, publicUrl) }),
    name: letter.name,
    subject: plain(letter.subject),
    preview: plain(letter.preview),
    body: letter.body.map((block) => plainBlock(block, plain, publicUrl)),
  }
}

/** How the letter greets: by name only when the name is no advertisement, because a stranger may have typed it. */
export function greeting(fullName: string): string {
  const name = oneLine(fullName)
  return !name || name.length > 60 || /[/@:]|\p{L}\.\p{L}/u.test(name) ? 'Hello,' : `Hello ${name},`
}

function plainBlock(block: Block, plain: (text: string) => string, publicUrl: string): Block {
  if (typeof block === 'string') return plain(block)
  if (block.kind === 'note' || block.kind === 'code') return { ...block, text: plain(block.text) }
  if (block.kind === 'list') return { ...block, items: block.items.map(plain) }
  if (block.kind === 'facts')
    return { ...block, rows: block.rows.map(([label, value]) => [plain(label), plain(value)]) }
  if (!isOwn(block.url, publicUrl)) throw new Error(`a letter may only link to ${publicUrl}`)
  return { ...block, label: plain(block.label) }
}

// What a receipt is called may hold a name somebody typed.
const fileName = (name: string): string =>
  oneLine(name)
    .replace(/[^\p{L}\p{N} ._-]/gu, '-')
    .slice(-120)

function ownUnsubscribe(
  { what, post, page }: Unsubscribe,
  plain: (text: string) => string,
  publicUrl: string,
): Unsubscribe {
  if (!isOwn(post, publicUrl) || !isOwn(page, publicUrl)) throw new Error(`a letter is ended at ${publicUrl} only`)
  return { what: plain(what), post, page }
}

function withoutForeignLinks(text: string, publicUrl: string): string {
  const wordJoiner = '\u2060'
  return text.replace(address, (found) =>
    isOwn(found, publicUrl) ? found : found.replace(/(:\/\/|\.)/g, `${wordJoiner}$1${wordJoiner}`),
  )
}

const isOwn = (url: string, publicUrl: string): boolean =>
  url === publicUrl || (url.startsWith(`${publicUrl}/`) && !/[\s"<>\\]/.test(url))
