import { readConfig } from '#platform/config.ts'
import { openLog } from '#platform/log.ts'
import { migrateDatabase, openDatabase } from '#platform/open.ts'

/** `aegisrunner migrate`: applies what is missing and says what it was. */
export async function migrate(): Promise<void> {
  const config = readConfig()
  const database = await openDatabase(config, openLog(config.LOG_LEVEL))
  try {
    const applied = await migrateDatabase(database)
    process.stdout.write(applied.length > 0 ? `Applied: ${applied.join(', ')}\n` : 'The database is up to date.\n')
  } finally {
    await database.stop()
  }
}
