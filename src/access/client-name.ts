import { deviceName } from './device-name.ts'

const kept = new Map<string, string>()
const mostKept = 1_000

/**
 * What a program calls itself in its User-Agent, such as `curl/8.5.0`, or a browser in words; “An unknown program” when it says nothing.
 * Only letters, digits and a few marks get through, but the name is still the client's own word.
 */
export function clientName(userAgent: string): string {
  const known = kept.get(userAgent)
  if (known) return known
  const name = readName(userAgent.slice(0, 500))
  if (kept.size >= mostKept) kept.clear()
  kept.set(userAgent, name)
  return name
}

function readName(userAgent: string): string {
  if (/^Mozilla\//.test(userAgent)) return deviceName(userAgent)
  return /^[A-Za-z][\w.+-]{0,39}(?:\/[\w.+-]{1,20})?(?=[\s;(]|$)/.exec(userAgent)?.[0] ?? 'An unknown program'
}
