import { stopwatch } from '../clock.ts'
import type { Platform } from '../platform.ts'
import { type Finding, fail, ok, warn } from './check.ts'
import { databaseFacts } from './queries.ts'

const slow = 100

/** The database answers, quickly, and lets the app do no more than it should. */
export async function checkDatabase({ db }: Platform): Promise<Finding> {
  const { version, role, superuser, mayChangeAudit } = await databaseFacts(db)
  const elapsed = stopwatch()
  await db.named('health', 'SELECT 1', [])
  const took = elapsed()
  if (superuser) {
    return fail(
      `The app works as “${role}”, a superuser.`,
      'Give DATABASE_URL a login that is no superuser; see DATABASE_MIGRATION_URL.',
    )
  }
  if (mayChangeAudit) {
    return fail(
      `The app’s role “${role}” may change the audit log.`,
      `REVOKE UPDATE, DELETE, TRUNCATE ON audit_log FROM "${role}";`,
    )
  }
  const says = `PostgreSQL ${version} answers in ${took.toFixed(1)} ms; the app’s role “${role}” cannot change the audit log.`
  return took > slow ? warn(says, 'Move the database nearer, or look for what keeps it busy.') : ok(says)
}
