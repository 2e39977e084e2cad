import { verifyExport } from '#features/audit/public.ts'
import { StartupFault } from '#platform/fault.ts'

/** `aegisrunner audit verify <export.ndjson> [--key <public key>] [--kept <checkpoint.json>]`: needs no database, no network and no account. */
export async function audit([act = '', ...args]: string[]): Promise<void> {
  if (act !== 'verify')
    throw new StartupFault(
      'Usage: aegisrunner audit verify <export.ndjson> [--key <public key>] [--kept <checkpoint.json>]',
    )
  const { says, whole } = await verifyExport(args)
  process.stdout.write(`${says.join('\n')}\n`)
  if (!whole) process.exitCode = 1
}
