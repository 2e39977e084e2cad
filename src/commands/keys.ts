import { sealedPlaces } from '#app/lifecycle.ts'
import { reseal } from '#platform/crypto/reseal.ts'
import { StartupFault } from '#platform/fault.ts'
import { start } from './running.ts'

const howTo = `To change the master key without downtime:
1. Give every node AEGIS_MASTER_KEY=<the present key> and AEGIS_MASTER_KEY_PREVIOUS=<a new key>, and restart one after another: now all of them
   can open both. A new key is 32 random bytes in base64; the present one stands in master.key of DATA_DIR unless it is set.
2. Swap the two values, and restart one after another.
3. Run aegisrunner keys rotate. Then remove AEGIS_MASTER_KEY_PREVIOUS.`

/** `aegisrunner keys rotate`: seals every stored secret with the master key in use, beside running nodes. */
export async function keys([what]: string[]): Promise<void> {
  if (what !== 'rotate') throw new StartupFault('Usage: aegisrunner keys rotate')
  const running = await start({ join: true })
  try {
    const { config, db, sealer } = running.platform
    if (!config.AEGIS_MASTER_KEY_PREVIOUS) throw new StartupFault(howTo)
    let unreadable = 0
    for (const place of sealedPlaces) {
      const done = await reseal(db, sealer, place)
      unreadable += done.unreadable
      const lost = done.unreadable > 0 ? `, ${done.unreadable} that neither key opens` : ''
      process.stdout.write(`${place.what}: ${done.resealed} sealed anew${lost}\n`)
    }
    if (unreadable === 0) process.stdout.write('Done. AEGIS_MASTER_KEY_PREVIOUS can be removed.\n')
    else process.exitCode = 1
  } finally {
    await running.stop()
  }
}
