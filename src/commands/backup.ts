import { systemClock } from '#platform/clock.ts'
import { readConfig } from '#platform/config.ts'
import { writeBackup } from '#platform/db/backup.ts'
import { StartupFault } from '#platform/fault.ts'
import { openLog } from '#platform/log.ts'
import { openDatabase } from '#platform/open.ts'

/** `aegisrunner backup <file>`: beside a running app or without one. The master key is not in it, on purpose. */
export async function backup([file]: string[]): Promise<void> {
  if (!file) throw new StartupFault('Usage: aegisrunner backup <file>')
  const config = readConfig()
  const database = await openDatabase(config, openLog(config.LOG_LEVEL), { join: true })
  try {
    const { tables, rows } = await writeBackup(database.owner, file, systemClock.now())
    process.stdout.write(
      `${rows} rows of ${tables} tables are in ${file}.\nKeep the master key (AEGIS_MASTER_KEY, or master.key in the data folder) apart from it: without the key, secrets in the backup cannot be opened.\n`,
    )
  } finally {
    await database.stop()
  }
}
