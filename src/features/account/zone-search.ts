import { formatOffset, timeInZone, timeZoneSpelling, zoneOffsetMinutes } from '#platform/zones.ts'
import { cityOf, populous, type ZonePlace, zonePlaces } from './zone-data.ts'
import { plainText, type Searchable, searchable, wordsRank } from './zone-words.ts'

/** A time zone as the search shows it. */
export interface ZoneChoice {
  /** The name to store; an alias stays the alias. */
  readonly zone: string
  readonly city: string
  readonly country?: string
  /** At the given moment, "UTC+02:00". */
  readonly offset: string
  readonly minutes: number
  /** What its clocks show at the given moment, "14:05". */
  readonly time: string
  /** Other names of the same zone. */
  readonly aliases: readonly string[]
}

interface Ranked {
  readonly entry: Searchable
  readonly rank: number
}

const entries: readonly Searchable[] = zonePlaces.map(searchable)
const byZone = new Map(zonePlaces.map((place) => [place.zone, place]))
const popularity = new Map(populous.map((zone, at) => [zone, at]))
const kindOrder = { main: 0, local: 1, alias: 2, fixed: 3 } as const
const longestQuery = 100

/**
 * Zones that fit what a person typed, best first: by name or alias, city, country, offset ("+5:30", "utc+2", "GMT-3",
 * compared at `now`) or abbreviation. An empty query lists the main zones from west to east.
 */
export function searchZones(query: string, now: Date): ZoneChoice[] {
  const typed = plainText(query.slice(0, longestQuery))
  if (typed === '') return browse(now)
  const offset = readOffset(typed)
  const ranked: Ranked[] = []
  for (const entry of entries) {
    const rank = offset ? offsetRank(entry, typed, offset, now) : wordsRank(entry, typed)
    if (rank !== undefined) ranked.push({ entry, rank })
  }
  return ranked.sort(better).map(({ entry }) => choiceOf(entry.place, now))
}

/** How a stored zone is shown, whether the search lists it or not; undefined when it is no time zone. */
export function zoneChoice(zone: string, now: Date): ZoneChoice | undefined {
  const spelled = timeZoneSpelling(zone)
  if (spelled === undefined) return undefined
  return choiceOf(byZone.get(spelled) ?? { zone: spelled, city: cityOf(spelled), aliases: [] }, now)
}

function browse(now: Date): ZoneChoice[] {
  const main = zonePlaces.filter((place) => place.kind === 'main').map((place) => choiceOf(place, now))
  return main.sort((a, b) => a.minutes - b.minutes || a.city.localeCompare(b.city, 'en'))
}

function choiceOf(place: Pick<ZonePlace, 'zone' | 'city' | 'country' | 'aliases'>, now: Date): ZoneChoice {
  const minutes = zoneOffsetMinutes(place.zone, now)
  return {
    zone: place.zone,
    city: place.city,
    ...(place.country === undefined ? {} : { country: place.country }),
    offset: formatOffset(minutes),
    minutes,
    time: timeInZone(now, place.zone),
    aliases: place.aliases,
  }
}

function better(a: Ranked, b: Ranked): number {
  const [one, two] = [a.entry.place, b.entry.place]
  const known = (zone: string): number => popularity.get(zone) ?? popularity.size
  return (
    a.rank - b.rank ||
    kindOrder[one.kind] - kindOrder[two.kind] ||
    known(one.zone) - known(two.zone) ||
    one.city.localeCompare(two.city, 'en')
  )
}

interface TypedOffset {
  readonly minutes: number
  /** Only the hour was typed, so "+5" also offers +5:30. */
  readonly wholeHour: boolean
}

function readOffset(typed: string): TypedOffset | undefined {
  const found = /^(utc|gmt)? ?([+-])? ?(\d{1,2})(?::?(\d{2}))?$/.exec(typed)
  const [, prefix, sign, hours = '', rest] = found ?? []
  const meant = found && (prefix || sign || typed.includes(':')) && Number(hours) <= 14 && Number(rest ?? 0) < 60
  if (!meant) return undefined
  const size = Number(hours) * 60 + Number(rest ?? 0)
  return { minutes: sign === '-' ? -size : size, wholeHour: rest === undefined }
}

function offsetRank(entry: Searchable, typed: string, offset: TypedOffset, now: Date): number | undefined {
  if (entry.name === typed) return 0
  const { kind, zone } = entry.place
  if (kind === 'alias') return undefined
  const minutes = zoneOffsetMinutes(zone, now)
  if (minutes === offset.minutes) return kind === 'fixed' ? 2 : 1
  const sameHour = Math.trunc(minutes / 60) === offset.minutes / 60 && Math.sign(minutes) === Math.sign(offset.minutes)
  return offset.wholeHour && sameHour ? 3 : undefined
}
