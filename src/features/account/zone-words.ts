import type { ZonePlace } from './zone-data.ts'

/** A place with its words in the form queries are compared in. */
export interface Searchable {
  readonly place: ZonePlace
  readonly name: string
  /** Values with the rank for being equal to the query and for starting with it; a smaller rank is better. */
  readonly keys: readonly Key[]
  /** All words, for queries of several. */
  readonly words: readonly string[]
}

interface Key {
  readonly text: string
  readonly equal: number
  readonly start?: number
}

const ranks = { words: 12, inside: 13 } as const
const shortestInside = 3

// Letters that Unicode does not decompose.
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  œ: 'oe',
}

/** Lower case, without accents, apostrophes and dots; underscores and hyphens between letters are blanks. */
export const plainText = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f'’‘.]/g, '')
    .replace(/[ßæøłđðþıœ]/g, (letter) => letters[letter] ?? letter)
    .replace(/[−–—]/g, '-')
    .replace(/_|(?<=\p{L})-(?=\p{L})/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** Prepares a place for {@link wordsRank}. */
export function searchable(place: ZonePlace): Searchable {
  const keys = place.kind === 'fixed' ? nameKeys(place) : [...nameKeys(place), ...placeKeys(place), ...aliasKeys(place)]
  const words = new Set(keys.flatMap((key) => key.text.split(/[ /,]+/)))
  return { place, name: plainText(place.zone), keys, words: [...words] }
}

/** How well a query in {@link plainText} form fits: 0 is best, undefined is not at all. */
export function wordsRank(entry: Searchable, typed: string): number | undefined {
  let best: number | undefined
  const offer = (rank: number | undefined): void => {
    if (rank !== undefined && (best === undefined || rank < best)) best = rank
  }
  for (const key of entry.keys) {
    if (key.text === typed) offer(key.equal)
    else if (key.text.startsWith(typed)) offer(key.start)
  }
  if (best !== undefined) return best
  if (typed.split(/[ /,]+/).every((part) => entry.words.some((word) => word.startsWith(part)))) return ranks.words
  const inside = typed.length >= shortestInside && entry.keys.some((key) => key.text.includes(typed))
  return inside ? ranks.inside : undefined
}

// "EST" and "CET" are zones without the summer time people mean by them, so abbreviations go before such names.
function nameKeys({ zone, kind }: ZonePlace): Key[] {
  return [{ text: plainText(zone), equal: kind === 'alias' ? equalAs(zone, 0) : 0, start: 10 }]
}

const equalAs = (alias: string, rank: number): number => (alias.includes('/') ? rank : 5)

function placeKeys(place: ZonePlace): Key[] {
  const alias = place.kind === 'alias'
  const country = [place.country ?? '', ...place.countryWords].filter((each) => each !== '')
  return [
    { text: plainText(place.city), equal: alias ? 5 : 1, start: alias ? 10 : 6 },
    ...keysOf([...place.cities, ...place.cityWords], { equal: 2, start: 7 }),
    ...keysOf(place.timeNames, { equal: 3, start: 9 }),
    ...(alias ? [] : keysOf(country, { equal: 4, start: 8 })),
  ]
}

function aliasKeys(place: ZonePlace): Key[] {
  if (place.kind === 'alias') return []
  return place.aliases.flatMap((alias) => {
    const full = { text: plainText(alias), equal: equalAs(alias, 2), start: 10 }
    const last = alias.replace(/^.*\//, '')
    return last === alias ? [full] : [full, { text: plainText(last), equal: 2, start: 7 }]
  })
}

const keysOf = (texts: readonly string[], ranked: { equal: number; start: number }): Key[] =>
  texts.map((text) => ({ text: plainText(text), ...ranked }))
