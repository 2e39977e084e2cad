import { readConfig } from '#platform/config.ts'
import { restoreBackup } from '#platform/db/backup.ts'
import { StartupFault } from '#platform/fault.ts'
import { openLog } from '#platform/log.ts'
import { migrateDatabase, openDatabase } from '#platform/open.ts'

/** `aegisrunner restore <file>`: into an empty database, which is brought to this version first. The app must not be running. */
export async function restore([file]: string[]): Promise<void> {
  if (!file) throw new StartupFault('Usage: aegisrunner restore <file>')
  const config = readConfig()
  const database = await openDatabase(config, openLog(config.LOG_LEVEL))
  try {
    await migrateDatabase(database)
    const { tables, rows } = await restoreBackup(database.owner, file)
    process.stdout.write(
      `${rows} rows of ${tables} tables are back. Start with the master key the backup was made with.\n`,
    )
  } finally {
    await database.stop()
  }
}
