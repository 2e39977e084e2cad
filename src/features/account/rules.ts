const segments = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** One or two letters for a person without a picture: of the first and the last word of their name. */
export function initialsOf(fullName: string): string {
  const words = fullName.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words
  return ends
    .map((word) => firstCharacter((word ?? '').replace(/^[^\p{L}\p{N}]+/u, '')))
    .join('')
    .toUpperCase()
}

// What a reader takes for one character may be several code points.
const firstCharacter = (word: string): string => segments.segment(word)[Symbol.iterator]().next().value?.segment ?? ''

/** What differs, as an audit row tells it: old and new value by field. Fields that `wanted` leaves out are not looked at. */
export function changesBetween<T extends object>(
  seen: T,
  wanted: Partial<T>,
): Partial<Record<keyof T & string, { from: unknown; to: unknown }>> {
  const changes: Partial<Record<keyof T & string, { from: unknown; to: unknown }>> = {}
  for (const field of Object.keys(wanted) as (keyof T & string)[]) {
    if (wanted[field] !== undefined && wanted[field] !== seen[field]) {
      changes[field] = { from: seen[field], to: wanted[field] }
    }
  }
  return changes
}
