import { recurring } from '#platform/jobs/job.ts'
import { addPasskey } from './add-passkey.route.ts'
import { sweepCeremonies } from './ceremony.queries.ts'
import { listPasskeys } from './list-passkeys.route.ts'
import { offerPasskeyRegistration } from './offer-registration.route.ts'
import { removePasskey } from './remove-passkey.route.ts'
import { renamePasskey } from './rename-passkey.route.ts'

/** Every route of this slice; signing in and confirming with a passkey belong to `auth`. */
export const passkeyRoutes = [listPasskeys, offerPasskeyRegistration, addPasskey, renamePasskey, removePasskey] as const

/** What recurs in this slice. */
export const passkeyTimetable = [
  recurring({
    name: 'passkeys.sweep_ceremonies',
    cron: '*/15 * * * *',
    run: ({ db }, now) => sweepCeremonies(db, now),
  }),
]
