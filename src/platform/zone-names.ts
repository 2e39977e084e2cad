/**
 * Names of time zones: which there are and how they are spelled. No data file: what exists is what this machine's Intl
 * knows; the spelling follows the naming rules of the IANA database. Runs on the server and in the page.
 */

// The names without an area. IANA adds no more of them, and Intl alone cannot tell them from its own inventions:
// it also takes "IST" (India for it) or "BST" (Bangladesh), which nobody should store.
const bareNames =
  'CET CST6CDT Cuba EET EST EST5EDT Egypt Eire GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong Iceland Iran ' +
  'Israel Jamaica Japan Kwajalein Libya MET MST MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT Poland Portugal ROC ROK ' +
  'Singapore Turkey UCT UTC Universal W-SU WET Zulu'

const areas =
  'Africa America Antarctica Arctic Asia Atlantic Australia Brazil Canada Chile Etc Europe Indian Mexico Pacific US'

/** Words that are not simply capitalised. */
const oddWords = 'of es au ACT BajaNorte BajaSur ComodRivadavia DeNoronha DumontDUrville EasterIsland LHI McMurdo NSW'

const byLowerCase = (words: string): ReadonlyMap<string, string> =>
  new Map(words.split(' ').map((word) => [word.toLowerCase(), word]))

const bare = byLowerCase(bareNames)
const knownAreas = byLowerCase(areas)
const odd = byLowerCase(oddWords)

const longestName = 40

/**
 * The proper spelling of an IANA time zone name or alias given in any case ("asia/calcutta" gives "Asia/Calcutta", not
 * "Asia/Kolkata"); undefined when Intl here does not know it, and for offsets ("+02:00") and abbreviations ("PST").
 */
export function timeZoneSpelling(name: string): string | undefined {
  if (name.length > longestName || !/^[a-z0-9_+/-]+$/i.test(name)) return undefined
  const lower = name.toLowerCase()
  const spelled = bare.get(lower) ?? spelledPath(lower)
  return spelled !== undefined && intlKnows(spelled) ? spelled : undefined
}

/** Whether this is an IANA time zone name or alias, in any case, that dates can be computed with here. */
export const isTimeZone = (name: string): boolean => timeZoneSpelling(name) !== undefined

/**
 * The zones Intl lists here, and UTC; one spelling each, so aliases such as "US/Pacific" are missing though
 * {@link isTimeZone} takes them.
 */
export const allTimeZones = (): string[] => [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])].sort()

function spelledPath(lower: string): string | undefined {
  const [area = '', ...places] = lower.split('/')
  const spelledArea = knownAreas.get(area)
  if (spelledArea === undefined || places.length === 0) return undefined
  const spelledPlace = spelledArea === 'Etc' ? spelledEtc : spelledWords
  return [spelledArea, ...places.map(spelledPlace)].join('/')
}

const spelledEtc = (place: string): string => bare.get(place) ?? place.replace(/^gmt/, 'GMT')

function spelledWords(place: string): string {
  const spelled = place.replace(/[a-z]+/g, (word) => odd.get(word) ?? word.charAt(0).toUpperCase() + word.slice(1))
  return spelled === 'Knox_In' ? 'Knox_IN' : spelled
}

function intlKnows(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined
  } catch {
    return false
  }
}
