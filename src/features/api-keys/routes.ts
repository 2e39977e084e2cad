import { recurring } from '#platform/jobs/job.ts'
import { changeKey } from './change-key.route.ts'
import { createKey } from './create-key.route.ts'
import { listKeys } from './list-keys.route.ts'
import { dropOldSecrets } from './queries.ts'
import { reportLeakedKeys } from './report-leaked-keys.route.ts'
import { revokeKey } from './revoke-key.route.ts'
import { rotateKey } from './rotate-key.route.ts'
import { showChoices } from './show-choices.route.ts'
import { showKeyFormat } from './show-key-format.route.ts'
import { showOwnKey } from './show-own-key.route.ts'
import { warnExpiring } from './warn-expiring.ts'

/** Every route of this slice. */
export const apiKeyRoutes = [
  listKeys,
  showChoices,
  createKey,
  changeKey,
  rotateKey,
  revokeKey,
  showOwnKey,
  showKeyFormat,
  reportLeakedKeys,
] as const

/** What recurs in this slice. */
export const apiKeyTimetable = [
  recurring({ name: 'api_keys.warn_expiring', cron: '*/10 * * * *', run: warnExpiring }),
  recurring({
    name: 'api_keys.drop_old_secrets',
    cron: '53 * * * *',
    run: ({ db }, now) => dropOldSecrets(db, now),
  }),
]
