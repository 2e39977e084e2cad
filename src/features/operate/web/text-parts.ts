/** A stretch of text; with `href` it is a link. `at` is where it starts. */
export interface TextPart {
  text: string
  href?: string
  at: number
}

/** Cuts a letter's text at its web addresses. Only addresses of this installation become links: nothing else in a letter is ours. */
export function partsOf(text: string, origin: string): TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  for (const found of text.matchAll(/https?:\/\/[^\s<>"]*[^\s<>".,;:!?)]/g)) {
    if (found.index > end) parts.push({ text: text.slice(end, found.index), at: end })
    end = found.index + found[0].length
    const ours = URL.canParse(found[0]) && new URL(found[0]).origin === origin
    parts.push({ text: found[0], at: found.index, ...(ours && { href: found[0] }) })
  }
  if (end < text.length) parts.push({ text: text.slice(end), at: end })
  return parts
}
