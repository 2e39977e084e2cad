import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { appending } from './audit/append.ts'
import { type Filled, fill, openFilled } from './audit/fill.ts'
import { proving } from './audit/prove.ts'
import { reading } from './audit/read.ts'

const many = Number(process.env.AUDIT_ROWS ?? 10_000_000)
const few = Number(process.env.AUDIT_FEW ?? 100_000)

/**
 * Rows 8 and 9: appending, reading at two sizes, exporting, sealing, verifying. `AUDIT_ROWS` sets the larger size, `AUDIT_FEW` the smaller;
 * `AUDIT_FOLDER` names a folder in which the larger log is kept for the next run, as filling it takes longer than all the rest.
 */
export async function audit(): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aegis-bench-audit-'))
  const opened: Filled[] = []
  const open = async (path: string) => {
    const filled = await openFilled(path)
    opened.push(filled)
    return filled
  }
  try {
    const small = await open(join(folder, 'small'))
    const lines = await appending(small)
    process.stderr.write(`${lines.join('\n')}\n`)
    const proof = await proving(small, few)
    process.stderr.write(`${proof.join('\n')}\n`)
    await fill(small, few)
    const large = await open(process.env.AUDIT_FOLDER ?? join(folder, 'large'))
    await fill(large, many)
    lines.push('', ...(await reading(small, large, { few, many })), '', ...proof)
    return ['## Audit log (rows 8 and 9)', '', ...lines]
  } finally {
    for (const one of opened) await one.close()
    await rm(folder, { recursive: true, force: true })
  }
}
