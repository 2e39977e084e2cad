import Bowser from 'bowser'

// Whatever a client calls itself ends in letters and lists, so only names from the library's own tables are repeated: a User-Agent such as
// “Visit evil.example/1.0” would otherwise be a message of a stranger's choosing.
const browsers = new Set(Object.values(Bowser.BROWSER_MAP))
const systems = new Set(Object.values(Bowser.OS_MAP))

// More than any real User-Agent; spares the library's patterns from long input.
const longest = 500

/** Browser and system as a User-Agent header names them; null for what is not known. */
export interface DeviceParts {
  readonly browser: string | null
  readonly os: string | null
}

// To read one takes longer than all else of a list in which it stands, and lists are full of the same few.
const known = new Map<string, DeviceParts>()
const mostKnown = 1_000

/** Reads browser and system out of a User-Agent header; only names from the library's own tables come out. */
export function deviceParts(userAgent: string): DeviceParts {
  const text = userAgent.slice(0, longest)
  const before = known.get(text)
  if (before) return before
  if (known.size >= mostKnown) known.clear()
  const parts = readParts(text)
  known.set(text, parts)
  return parts
}

function readParts(userAgent: string): DeviceParts {
  if (!userAgent.trim()) return { browser: null, os: null }
  const parsed = Bowser.getParser(userAgent)
  const [browser, os] = [parsed.getBrowserName(), parsed.getOSName()]
  return { browser: browsers.has(browser) ? browser : null, os: systems.has(os) ? os : null }
}

/** A browser in words, such as “Firefox on Windows”, from its User-Agent header; “An unknown browser” when nothing of it is known. */
export function deviceName(userAgent: string): string {
  const { browser, os } = deviceParts(userAgent)
  const name = browser ?? 'An unknown browser'
  return os ? `${name} on ${os}` : name
}
