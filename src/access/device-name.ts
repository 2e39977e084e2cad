import Bowser from 'bowser'

// Whatever a client calls itself ends in letters and lists, so only names from the library's own tables are repeated: a User-Agent such as
// “Visit evil.example/1.0” would otherwise be a message of a stranger's choosing.
const browsers = new Set(Object.values(Bowser.BROWSER_MAP))
const systems = new Set(Object.values(Bowser.OS_MAP))

// More than any real User-Agent; spares the library's patterns from long input.
const longest = 500

/** A browser in words, such as “Firefox on Windows”, from its User-Agent header; “An unknown browser” when nothing of it is known. */
export function deviceName(userAgent: string): string {
  if (!userAgent.trim()) return 'An unknown browser'
  const parsed = Bowser.getParser(userAgent.slice(0, longest))
  const browser = browsers.has(parsed.getBrowserName()) ? parsed.getBrowserName() : 'An unknown browser'
  const system = parsed.getOSName()
  return systems.has(system) ? `${browser} on ${system}` : browser
}
