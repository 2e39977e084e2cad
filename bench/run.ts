import { writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { root } from '#platform/root.ts'
import { accountRead } from './account-read.ts'
import { audit } from './audit.ts'
import { crawl } from './crawl.ts'
import { keyRead } from './key-read.ts'
import { members } from './members.ts'
import { millionKeys } from './million-keys.ts'
import { signIn } from './sign-in.ts'
import { start } from './start.ts'
import { usage } from './usage.ts'

const rows = { start, 'account-read': accountRead, 'key-read': keyRead, 'sign-in': signIn, usage, crawl, members }

// Run only when named: they take minutes.
const optional = { 'million-keys': millionKeys, audit }

const wanted = process.argv.slice(2)
const unknown = wanted.find((name) => !(name in rows) && !(name in optional))
if (unknown) throw new Error(`no such bench: ${unknown}; there are ${Object.keys({ ...rows, ...optional }).join(', ')}`)

const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node.js ${process.version}`
const lines = [
  '# Benchmarks',
  '',
  'Written by `npm run bench`. Absolute figures drift with the machine; the ratios were measured side by side in one run.',
  '',
  `Measured ${new Date().toISOString().slice(0, 10)} on ${machine}.`,
]
const measured = wanted.length > 0 ? { ...rows, ...optional } : rows
for (const [name, measure] of Object.entries(measured)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  process.stderr.write(`${name} …\n`)
  lines.push('', ...(await measure()))
}
process.stdout.write(`${lines.join('\n')}\n`)
if (wanted.length === 0) await writeFile(join(root, 'docs', 'benchmarks.md'), `${lines.join('\n')}\n`)
