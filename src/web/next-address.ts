const slashLike = /^\/(?:[/\\\u2044\u2215\uFF0F\uFF3C]|%2f|%5c)/i

/**
 * The address to go to after signing in: a path of this site, or `fallback`. Everything a browser could read as another host is refused
 * (V113, CVE-2024-28239).
 */
export function nextAddress(asked: unknown, origin: string, fallback = '/welcome'): string {
  if (typeof asked !== 'string' || !asked.startsWith('/') || slashLike.test(asked) || hasOddCharacters(asked))
    return fallback
  const url = URL.canParse(asked, origin) ? new URL(asked, origin) : undefined
  if (!url || url.origin !== origin || url.pathname.startsWith('//')) return fallback
  return url.pathname + url.search + url.hash
}

/** Controls and backslashes, which browsers drop or turn into slashes before they look for a host. */
const hasOddCharacters = (text: string): boolean =>
  [...text].some((one) => one <= ' ' || one === '\\' || one === '\u007f')
