import { recurring } from '#platform/jobs/job.ts'
import { beginEnrolment } from './begin-enrolment.route.ts'
import { confirmEnrolment } from './confirm-enrolment.route.ts'
import { distrustAllDevices, distrustDevice } from './distrust-devices.route.ts'
import { sweepEnrolments } from './queries.ts'
import { removeAuthenticator } from './remove-authenticator.route.ts'
import { renameAuthenticator } from './rename-authenticator.route.ts'
import { replaceBackupCodes } from './replace-backup-codes.route.ts'
import { showTwoFactor } from './show-two-factor.route.ts'

/** Every route of this slice. Disabling takes the password as well, so it is a story of `auth`. */
export const twoFactorRoutes = [
  showTwoFactor,
  beginEnrolment,
  confirmEnrolment,
  renameAuthenticator,
  removeAuthenticator,
  replaceBackupCodes,
  distrustDevice,
  distrustAllDevices,
] as const

/** What recurs in this slice. */
export const twoFactorTimetable = [
  recurring({
    name: 'two_factor.sweep_enrolments',
    cron: '53 * * * *',
    run: ({ db }, now) => sweepEnrolments(db, now),
  }),
]
