import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '#platform/root.ts'
import { titlesOf } from './test-titles.ts'

const list = 'docs/attacks.tsv'
const howMany = 150

/** One attack and what there is to show against it. */
interface Attack {
  id: string
  words: string
  /** Why it cannot be done here; '' where tests show it. */
  why: string
}

/** The list of attacks as a Markdown page with the tests named for each, and what is wrong with it: above all, attacks that nothing is named for. */
export async function attacksPage(): Promise<{ text: string; faults: string[] }> {
  const { attacks, faults } = attacksOf(await readFile(join(root, list), 'utf8'))
  const named = await namedTests()
  const rows = attacks.map(({ id, words, why }) => {
    const tests = named.get(id) ?? []
    if (why === '' && tests.length === 0) faults.push(`${id}: no test bears its number, and no reason is given`)
    if (why !== '' && tests.length > 0) faults.push(`${id}: it is said that it cannot be done, and a test does it`)
    return `| ${id} | ${words} | ${why || tests.join('<br>')} |`
  })
  for (const id of named.keys())
    if (!attacks.some((attack) => attack.id === id)) faults.push(`${id}: a test bears it, and the list does not`)
  const without = attacks.filter(({ why }) => why !== '').length
  return {
    faults: faults.map((fault) => `${list}: ${fault}`),
    text: `# Attacks that happened to others, and what shows that they fail here

Written by \`npm run routes\` from \`${list}\` and the titles of the tests; do not edit. Each is a fault that a known product had, told as the attack.
A test is named for it by the number in its title. \`npm run check\` fails when an attack has neither a test nor a reason why it cannot be done.

${attacks.length} attacks: ${attacks.length - without} with tests, ${without} that cannot be done here.

| id | attack | proof |
|---|---|---|
${rows.join('\n')}
`,
  }
}

function attacksOf(text: string): { attacks: Attack[]; faults: string[] } {
  const lines = text.split('\n').filter((line) => line && !line.startsWith('#'))
  const attacks = lines.map((line) => {
    const [id = '', words = '', why = ''] = line.split('\t')
    return { id, words, why }
  })
  const faults = attacks.flatMap(({ id, words }, at) =>
    id === numbered(at + 1) && words ? [] : [`“${id}” stands where ${numbered(at + 1)} and its words belong`],
  )
  if (attacks.length !== howMany) faults.push(`${attacks.length} attacks instead of ${howMany}`)
  return { attacks, faults }
}

const numbered = (n: number): string => `V${String(n).padStart(2, '0')}`

/** By number, the tests whose titles bear it, each as file and title. */
async function namedTests(): Promise<Map<string, string[]>> {
  const named = new Map<string, string[]>()
  for (const folder of ['src', 'tests']) {
    const files = (await readdir(join(root, folder), { recursive: true })).filter((file) => isTest(file))
    for (const file of files.map((one) => `${folder}/${one.replaceAll('\\', '/')}`).sort()) {
      const text = await readFile(join(root, file), 'utf8')
      if (!/\bV\d{2,3}\b/.test(text)) continue
      for (const title of titlesOf(file, text))
        for (const id of new Set(title.match(/\bV\d{2,3}\b/g)))
          named.set(id, [...(named.get(id) ?? []), `\`${file}\` › ${title.replaceAll(/[|<*`]/g, '\\$&')}`])
    }
  }
  return named
}

const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file) || file.endsWith('walk.ts')
