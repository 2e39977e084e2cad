import { SealBroken } from '../crypto/seal.ts'
import type { Platform } from '../platform.ts'
import { type Finding, fail, ok, warn } from './check.ts'
import { outboxFacts } from './queries.ts'

/** The master key works, and is the one that sealed what is stored. */
export async function checkKeys({ config, db, sealer }: Platform): Promise<Finding> {
  const mend = 'Put the master key back that this database was used with (AEGIS_MASTER_KEY, or master.key in DATA_DIR).'
  if (sealer.open(sealer.seal('health', 'health'), 'health').toString() !== 'health')
    return fail('The master key does not work.', mend)
  const { sample } = await outboxFacts(db)
  try {
    if (sample) sealer.open(sample.content, sample.id)
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error
    return fail('A stored letter was sealed with another master key.', mend)
  }
  if (config.AEGIS_MASTER_KEY_PREVIOUS) {
    return warn('Secrets are being moved to a new master key.', 'Once they are, remove AEGIS_MASTER_KEY_PREVIOUS.')
  }
  return ok('The master key seals and opens.')
}
