const LEET = new Map(Object.entries({ '0': 'o', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '@': 'a', $: 's' }))
const MOST_EDGE = 6
const FEWEST_STEM = 4
const LONGEST_REPEATED_UNIT = 3

/** How `1`, `!` and `|` read when figures stand for letters: as in `w1nner` or as in `he1lo`. */
export type OneReads = 'i' | 'l'

/** The form in which passwords are compared with lists: NFC and lower case. Never the form that is hashed. */
export function foldCase(plain: string): string {
  return plain.normalize('NFC').toLowerCase().normalize('NFC')
}

/** Reads figures and signs as the letters they imitate (`p@55w0rd` becomes `password`). */
export function unleet(text: string, one: OneReads): string {
  return text.replace(/[034578@$1!|]/g, (sign) => LEET.get(sign) ?? one)
}

/**
 * Every form of a password that a guesser who knows only the list would try: as it is, without up to six digits and
 * signs around a stem of four characters or more, figures read as letters, and the unit that it merely repeats.
 */
export function variantsOf(plain: string): Set<string> {
  const folded = foldCase(plain)
  const shapes = [folded, repeatedUnit(folded)].flatMap(stemsOf)
  const read = shapes.flatMap((shape) => [shape, unleet(shape, 'i'), unleet(shape, 'l')])
  return new Set(read.flatMap((shape) => [shape, repeatedUnit(shape)]))
}

/** Where the first letter of a text begins and the last one ends; 0 and 0 without letters. */
export function letterSpan(text: string): { from: number; to: number } {
  const letters = [...text.matchAll(/\p{L}\p{M}*/gu)]
  const last = letters.at(-1)
  return { from: letters[0]?.index ?? 0, to: last ? last.index + last[0].length : 0 }
}

/** Whether a text is one to three characters over and over (`aaaaaaaa`, `121212121`). */
export function isMonotonous(text: string): boolean {
  const unit = repeatedUnit(text)
  return unit !== text && unit.length <= LONGEST_REPEATED_UNIT
}

function stemsOf(text: string): string[] {
  const { from, to } = letterSpan(text)
  const stems = [text.slice(0, to), text.slice(from, to)]
  return [text, ...stems.filter((stem) => stem.length >= FEWEST_STEM && text.length - stem.length <= MOST_EDGE)]
}

/** A text repeats a unit exactly when it is found inside its own doubling before its own end. */
function repeatedUnit(text: string): string {
  return text.slice(0, `${text}${text}`.indexOf(text, 1))
}
