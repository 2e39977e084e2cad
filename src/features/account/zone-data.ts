/**
 * Places for the time zone search: cities, countries, abbreviations and aliases. The only module that holds such data;
 * the page loads it when the search opens.
 */
import { rawTimeZones, timeZonesNames } from '@vvo/tzdb'
import { isTimeZone } from '#platform/zones.ts'
import { cityWords, countryWords, otherCountry } from './zone-nicknames.ts'

/** One choosable name. */
export interface ZonePlace {
  /** IANA name or alias, as it is stored. */
  readonly zone: string
  readonly city: string
  readonly country?: string
  /** Further words for the country: ISO code, usual names. */
  readonly countryWords: readonly string[]
  /** Other cities with this time. */
  readonly cities: readonly string[]
  /** Further names of cities, found but not shown: "Bombay". */
  readonly cityWords: readonly string[]
  /** "Pacific Time", "PST", "PDT". */
  readonly timeNames: readonly string[]
  /** Other names of this very zone. */
  readonly aliases: readonly string[]
  /**
   * `main` zones are offered first; `local` ones keep the time of a main one today; `alias` and `fixed` (Etc/GMT-3)
   * are offered to those who type their name.
   */
  readonly kind: 'main' | 'local' | 'alias' | 'fixed'
}

type RawZone = (typeof rawTimeZones)[number]

const current = new Set(timeZonesNames)
const nothing = { countryWords: [], cities: [], cityWords: [], timeNames: [], aliases: [] } as const

/** Zones many people live in, to break ties: "EST" should give New York before Cancún. */
export const populous: readonly string[] = (
  'UTC America/New_York Europe/London Europe/Berlin America/Los_Angeles Asia/Kolkata America/Chicago Europe/Paris ' +
  'Asia/Shanghai America/Sao_Paulo Asia/Tokyo America/Denver Australia/Sydney America/Toronto Europe/Madrid ' +
  'Europe/Athens Europe/Kyiv Europe/Moscow Africa/Lagos Africa/Johannesburg Africa/Cairo Asia/Dubai Asia/Karachi ' +
  'Asia/Dhaka Asia/Jakarta Asia/Singapore Asia/Seoul Australia/Brisbane Pacific/Auckland America/Mexico_City'
).split(' ')

function placesOf(raw: RawZone): ZonePlace[] {
  const links = raw.group.filter((name) => name !== raw.name && !current.has(name))
  const locals = raw.group.filter((name) => name !== raw.name && current.has(name))
  return [
    mainPlace(raw, links),
    ...locals.map((zone) => sidePlace(zone, raw, 'local', [])),
    ...links.map((zone) => sidePlace(zone, raw, 'alias', [raw.name])),
  ]
}

function mainPlace(raw: RawZone, aliases: readonly string[]): ZonePlace {
  const plain = cityOf(raw.name, raw.countryName)
  const city = raw.mainCities.find((each) => bare(each) === bare(plain)) ?? plain
  return {
    zone: raw.name,
    city,
    country: raw.countryName.trim(),
    countryWords: wordsFor(raw.countryCode),
    cities: raw.mainCities.filter((each) => each !== city),
    cityWords: cityWords[raw.name] ?? [],
    timeNames: [raw.alternativeName, raw.abbreviation, raw.dstAbbreviation ?? ''].filter((name) => name !== ''),
    aliases,
    kind: 'main',
  }
}

function sidePlace(zone: string, raw: RawZone, kind: 'local' | 'alias', aliases: readonly string[]): ZonePlace {
  const country = otherCountry[zone] ?? { code: raw.countryCode, name: raw.countryName.trim() }
  const city = cityOf(zone, country.name)
  return { ...nothing, zone, city, country: country.name, countryWords: wordsFor(country.code), aliases, kind }
}

const wordsFor = (code: string): readonly string[] => [code, ...(countryWords[code] ?? [])]

function utcPlaces(): ZonePlace[] {
  const names = 'Etc/UTC Etc/UCT UCT Etc/Universal Universal Etc/Zulu Zulu Etc/GMT GMT Etc/GMT0 GMT0 Etc/GMT+0 GMT+0 '
  const aliases = `${names}Etc/GMT-0 GMT-0 Etc/Greenwich Greenwich`.split(' ')
  const timeNames = ['Coordinated Universal Time', 'Greenwich Mean Time']
  const side = (zone: string): ZonePlace => ({ ...nothing, zone, city: cityOf(zone), aliases: ['UTC'], kind: 'alias' })
  return [{ ...nothing, zone: 'UTC', city: 'UTC', timeNames, aliases, kind: 'main' }, ...aliases.map(side)]
}

// IANA writes these signs the other way round: Etc/GMT-3 is three hours ahead of UTC.
function fixedPlaces(): ZonePlace[] {
  const hours = Array.from({ length: 27 }, (_, at) => at - 12).filter((hour) => hour !== 0)
  return hours.map((ahead) => {
    const sign = ahead > 0 ? '+' : '-'
    const zone = `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`
    return { ...nothing, zone, city: `Always UTC${sign}${String(Math.abs(ahead)).padStart(2, '0')}:00`, kind: 'fixed' }
  })
}

/** A city's name from a zone's: "America/Indiana/Knox" gives "Knox, Indiana". */
export function cityOf(zone: string, country?: string): string {
  const [, ...places] = zone.replaceAll('_', ' ').replace('DumontDUrville', 'Dumont d’Urville').split('/')
  const last = places.pop()
  return last === undefined ? zone : [last, ...places.filter((place) => place !== country).reverse()].join(', ')
}

const bare = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/[^a-z]/gi, '')
    .toLowerCase()

/** Every IANA zone and alias that this machine can compute with. */
export const zonePlaces: readonly ZonePlace[] = [
  ...rawTimeZones.flatMap(placesOf),
  ...utcPlaces(),
  ...fixedPlaces(),
].filter((place) => isTimeZone(place.zone))
