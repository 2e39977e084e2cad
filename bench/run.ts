import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { root } from '#platform/root.ts'
import { accountRead } from './account-read.ts'
import { audit } from './audit.ts'
import { auditedWrite } from './audited-write.ts'
import { chaos } from './chaos.ts'
import { chart } from './chart.ts'
import { crawl } from './crawl.ts'
import { keyRead } from './key-read.ts'
import { lists } from './lists.ts'
import { members } from './members.ts'
import { millionKeys } from './million-keys.ts'
import { page } from './page.ts'
import { revocation } from './revocation.ts'
import { scale } from './scale.ts'
import { signIn } from './sign-in.ts'
import { start } from './start.ts'
import { tellApart } from './tell-apart.ts'
import { usage } from './usage.ts'

const rows = {
  start,
  'account-read': accountRead,
  'key-read': keyRead,
  'sign-in': signIn,
  lists,
  'audited-write': auditedWrite,
  usage,
  revocation,
  crawl,
  members,
  page,
}

// Run only when named: they take minutes.
const optional = { 'million-keys': millionKeys, audit, scale, chaos, 'tell-apart': tellApart }

const wanted = process.argv.slice(2)
const unknown = wanted.find((name) => !(name in rows) && !(name in optional))
if (unknown) throw new Error(`no such bench: ${unknown}; there are ${Object.keys({ ...rows, ...optional }).join(', ')}`)

const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node.js ${process.version}`
const folder = join(root, 'docs', 'benchmarks')
await mkdir(folder, { recursive: true })
for (const [name, measure] of Object.entries({ ...rows, ...optional })) {
  if (wanted.length > 0 ? !wanted.includes(name) : name in optional) continue
  process.stderr.write(`${name} …\n`)
  const [title, ...rest] = await measure()
  const section = [title, '', `${new Date().toISOString().slice(0, 10)}, ${machine}.`, ...rest].join('\n')
  process.stdout.write(`${section}\n\n`)
  await writeFile(join(folder, `${name}.md`), `${section}\n`)
}

// One page of all sections, each as it was measured last.
const sectionOf = (name: string) => readFile(join(folder, `${name}.md`), 'utf8').catch(() => null)
const sections: string[] = []
for (const name of [...Object.keys({ ...rows, ...optional }), 'hot-path']) {
  const section = await sectionOf(name)
  if (section) sections.push(section)
}
await writeFile(join(folder, 'chart.svg'), await chart(sectionOf))
const head = `# Benchmarks

Written by \`npm run bench\`, or by \`npm run bench <name>\` for one section. Absolute figures drift with the machine; the ratios were measured side by side in one run.
Numbers in brackets are the rows of the list of goals.

![Each measured ratio beside its goal](benchmarks/chart.svg)
`
await writeFile(join(root, 'docs', 'benchmarks.md'), [head, ...sections].join('\n'))
