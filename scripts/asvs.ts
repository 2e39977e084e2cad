import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '#platform/root.ts'
import { rowsOf, states } from './asvs-rows.ts'
import { titlesOf } from './test-titles.ts'

const evidence = 'docs/asvs.evidence.tsv'

/** The evidence table as a Markdown page, and what is wrong with it: above all, tests that it names and nobody wrote. */
export async function asvsPage(): Promise<{ text: string; faults: string[] }> {
  const { rows, faults } = rowsOf(await readFile(join(root, evidence), 'utf8'))
  const titles = new Map<string, string[]>()
  for (const file of new Set(rows.flatMap(({ tests }) => tests.map((test) => test.file))))
    titles.set(file, titlesOf(file, await readFile(join(root, file), 'utf8').catch(() => '')))

  const lines = rows.map(({ id, level, words, state, why, tests }) => {
    const proofs = tests.map(({ file, title }) => {
      const found = (titles.get(file) ?? []).filter((full) => full.includes(title))
      if (found.length !== 1)
        faults.push(`${id}: ${found.length === 0 ? 'no' : 'more than one'} test “${title}” in ${file}`)
      return `\`${file}\` › ${(found[0] ?? title).replaceAll(/[|<*`]/g, '\\$&')}`
    })
    return `| v5.0.0-${id} | ${level} | ${words} | ${why ? `**${state}**: ${why}` : state} | ${proofs.join('<br>')} |`
  })

  const count = (wanted: string) => rows.filter(({ state }) => state === wanted).length
  return {
    faults: faults.map((fault) => `${evidence}: ${fault}`),
    text: `# What proves OWASP ASVS 5.0.0

Written by \`npm run routes\` from \`${evidence}\`; do not edit. The standard itself is at <https://github.com/OWASP/ASVS>; the words here are
ours and shorter. Left out is what no program of this kind has: OAuth and WebRTC (chapters 10 and 17), GraphQL, WebSockets, LDAP, XPath, LaTeX, JNDI and
memcache, memory of native code. \`npm run check\` fails when a test named here does not exist.

${rows.length} requirements: ${states.map((state) => `${count(state)} ${state}`).join(', ')}. A test beside “not yet” proves the part that is there.

| id | level | in short | state | proof |
|---|---|---|---|---|
${lines.join('\n')}
`,
  }
}
