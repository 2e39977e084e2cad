const longest = 2_000
const tracking = /^(utm_\w+|gclid|fbclid|msclkid|mc_[ce]id|_ga|ref|phpsessid|jsessionid|sessionid|sid)$/i
const notPages =
  /\.(pdf|zip|gz|tgz|bz2|7z|rar|exe|dmg|msi|iso|mp[34]|m4[av]|mov|avi|mkv|webm|wav|ogg|png|jpe?g|gif|webp|avif|svg|ico|css|m?js|map|woff2?|ttf|otf|eot|xml|rss|atom|csv|docx?|xlsx?|pptx?)$/i

/**
 * One spelling for addresses that mean the same page: no fragment, no tracking or session parameters, parameters in order. Null for what is no page of the web, or too long to be anything but a trap.
 */
export function canonical(text: string, base?: string): string | null {
  if (text.length > longest || !URL.canParse(text, base)) return null
  const url = new URL(text, base)
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return null
  url.hash = ''
  url.pathname = url.pathname.replace(/;jsessionid=[^/]*/i, '').replace(/\/{2,}/g, '/')
  for (const name of [...url.searchParams.keys()]) if (tracking.test(name)) url.searchParams.delete(name)
  url.searchParams.sort()
  return url.href
}

/** What two addresses of one page have in common: a trailing slash makes no other page. */
export const pageKey = (url: string): string => url.replace(/\/(?=\?|$)/, '')

/** Whether two addresses are of one site: the same host and port, with or without `www.`, with or without TLS on the usual ports. */
export const sameSite = (one: string, other: string): boolean => siteOf(one) === siteOf(other)

function siteOf(text: string): string {
  const { hostname, port } = new URL(text)
  return `${hostname.replace(/^www\./, '')}:${port}`
}

/** Whether an address looks like a page, by its ending. */
export const looksLikePage = (url: string): boolean => !notPages.test(new URL(url).pathname)

/** Whether a path goes round in circles, as relative links without end make it: a part three times, or a great many parts. */
export function goesInCircles(url: string): boolean {
  const parts = new URL(url).pathname.split('/').filter(Boolean)
  if (parts.length > 20) return true
  const counts = new Map<string, number>()
  for (const part of parts) counts.set(part, (counts.get(part) ?? 0) + 1)
  return [...counts.values()].some((count) => count >= 3)
}
