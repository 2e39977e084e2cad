import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { StartupFault } from '#platform/fault.ts'
import { ExportCheck, type ExportReport } from './check-export.ts'
import { hex, unhex } from './entry.ts'
import { sha256 } from './sha256.ts'
import { verifyWithNode } from './signing-key.ts'

const usage =
  'Usage: aegisrunner audit verify <export.ndjson> [--key <public key, 64 hexadecimal digits>] [--kept <checkpoint.json>]'

/** Checks an export offline, with the arguments of the command line; answers what to say and whether everything is as it was signed. */
export async function verifyExport(args: string[]): Promise<{ says: string[]; whole: boolean }> {
  const { values, positionals } = argumentsOf(args)
  const [file] = positionals
  if (!file || positionals.length > 1) throw new StartupFault(usage)
  const kept = values.kept ? await keptCheckpoint(values.kept) : null
  const check = new ExportCheck(sha256, verifyWithNode, values.key ? pinned(values.key) : null)
  try {
    const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })
    for await (const line of lines) if (line !== '') await check.add(line)
  } catch (error) {
    throw new StartupFault(`The file cannot be read (${(error as Error).message}).`)
  }
  const report = check.finish(kept)
  return { says: sentences(report, values.key !== undefined), whole: report.problems.length === 0 }
}

function argumentsOf(args: string[]) {
  try {
    return parseArgs({ args, options: { key: { type: 'string' }, kept: { type: 'string' } }, allowPositionals: true })
  } catch {
    throw new StartupFault(usage)
  }
}

function pinned(key: string): Record<string, string> {
  if (!/^[0-9a-f]{64}$/.test(key)) throw new StartupFault(usage)
  return { [hex(sha256(unhex(key))).slice(0, 16)]: key }
}

async function keptCheckpoint(path: string): Promise<{ log: string; size: number }> {
  try {
    const { log, size } = JSON.parse(await readFile(path, 'utf8'))
    if (typeof log === 'string' && Number.isInteger(size)) return { log, size }
  } catch {
    // said below, in one sentence for every fault
  }
  throw new StartupFault('The kept checkpoint is not a file that /api/v1/audit/checkpoints/… answered.')
}

function sentences(
  { log, checkpoint, entries, unsealed, erased, expired, problems }: ExportReport,
  keyGiven: boolean,
): string[] {
  if (problems.length > 0)
    return [
      ...problems,
      `NOT as it was signed: ${problems.length === 1 ? '1 problem' : `${problems.length} problems`}.`,
    ]
  const told = [`As it was signed: ${entries} entries of ${log}.`]
  if (checkpoint) told.push(`Checkpoint: ${checkpoint.size} entries on ${checkpoint.at}, root ${checkpoint.root}.`)
  if (unsealed > 0) told.push(`${unsealed} were too new to be sealed; export again to have them proven.`)
  if (expired > 0) told.push(`${expired} are past their retention, and the log records that they were deleted.`)
  if (erased > 0) told.push(`${erased} had personal values erased; what is left of them is proven.`)
  if (checkpoint && !keyGiven)
    told.push(
      `The key is the file's own (${checkpoint.keyId}): compare it with /api/v1/audit/keys, or give it with --key.`,
    )
  return told
}
