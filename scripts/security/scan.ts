import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '#platform/root.ts'
import { ffuf } from './ffuf.ts'
import { sqlmap } from './sqlmap.ts'
import { startTarget } from './target.ts'
import { type Row, versionOf } from './tool.ts'
import { wapiti } from './wapiti.ts'

// `npm run scan`, or `npm run scan ffuf` for some of them: starts a server of its own on the loopback, attacks it with sqlmap, ffuf and wapiti
// (which must be installed), and writes docs/security-scan.md. About half an hour; exit code 1 when something was found.
const scans = { sqlmap, ffuf, wapiti }
const flags = { sqlmap: '--version', ffuf: '-V', wapiti: '--version' }
const wanted = process.argv.slice(2)
const page = join(root, 'docs', 'security-scan.md')

const sections: string[] = []
let findings = 0
for (const [name, scan] of Object.entries(scans)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const version = await versionOf(name, flags[name as keyof typeof flags])
  process.stderr.write(`${name} ${version} …\n`)
  const target = await startTarget()
  const rows = await scan(target).finally(() => target.stop())
  findings += rows.filter(({ finding }) => finding).length
  sections.push([`## ${name} ${version}`, '', '| what | result |', '|---|---|', ...rows.map(lineOf)].join('\n'))
  process.stdout.write(`${sections.at(-1)}\n\n`)
}
if (wanted.length === 0)
  await writeFile(
    page,
    `# Scans by tools of others

Written by \`npm run scan\` on ${new Date().toISOString().slice(0, 10)} (Node.js ${process.version}): the built program on an empty folder, attacked over the loopback in the
session of its operator, with limits on. ${findings === 0 ? 'Nothing was found.' : `**${findings} findings.**`}

${sections.join('\n\n')}
`,
  )
process.exitCode = findings > 0 ? 1 : 0

function lineOf({ what, result, finding }: Row): string {
  return `| ${finding ? '**finding**: ' : ''}${what.replaceAll('|', '\\|')} | ${result.replaceAll('|', '\\|').replaceAll('\n', ' ')} |`
}
