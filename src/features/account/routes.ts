import type { Departure } from '#access/departure.ts'
import type { Safeguard } from '#access/safeguard.ts'
import { earlier, hours } from '#platform/clock.ts'
import { recurring } from '#platform/jobs/job.ts'
import { buildExport } from './build-export.job.ts'
import { cancelDeletion } from './cancel-deletion.route.ts'
import { cancelEmailChange } from './cancel-email-change.route.ts'
import { changePassword } from './change-password.route.ts'
import { confirmEmailChange } from './confirm-email-change.route.ts'
import { confirmNotificationEmail } from './confirm-notification-email.route.ts'
import { deletionTimetable } from './deletion-timetable.ts'
import { downloadExport } from './download-export.route.ts'
import { sweepEmailChanges } from './email-change.queries.ts'
import { endAllSessions } from './end-all-sessions.route.ts'
import { endOtherSessions } from './end-other-sessions.route.ts'
import { endSession } from './end-session.route.ts'
import { eraseAccount } from './erase-account.job.ts'
import { sweepExports } from './export.queries.ts'
import { listActivity } from './list-activity.route.ts'
import { listSessions } from './list-sessions.route.ts'
import { previewDeletion } from './preview-deletion.route.ts'
import { removeAvatar } from './remove-avatar.route.ts'
import { removeNotificationEmail } from './remove-notification-email.route.ts'
import { requestDeletion } from './request-deletion.route.ts'
import { requestEmailChange } from './request-email-change.route.ts'
import { requestExport } from './request-export.route.ts'
import { requestNotificationEmail } from './request-notification-email.route.ts'
import { resendEmailChange } from './resend-email-change.route.ts'
import { resendEmailVerification } from './resend-email-verification.route.ts'
import { secureAccount } from './secure-account.route.ts'
import { showAccount } from './show-account.route.ts'
import { showAvatar } from './show-avatar.route.ts'
import { showChecklist } from './show-checklist.route.ts'
import { showDeletion } from './show-deletion.route.ts'
import { showEmailChange } from './show-email-change.route.ts'
import { showExports } from './show-exports.route.ts'
import { showPassword } from './show-password.route.ts'
import { showReceiptKeys } from './show-receipt-keys.route.ts'
import { undoEmailChange } from './undo-email-change.route.ts'
import { updateProfile } from './update-profile.route.ts'
import { uploadAvatar } from './upload-avatar.route.ts'
import { verifyEmail } from './verify-email.route.ts'

/** Every route of this slice. `safeguards`: what other slices add to the safety of an account (decisions/0009); `departures`: to its end (decisions/0010). */
export const accountRoutes = (safeguards: readonly Safeguard[], departures: readonly Departure[]) =>
  [
    showAccount,
    updateProfile,
    uploadAvatar,
    removeAvatar,
    showAvatar,
    showEmailChange,
    requestEmailChange,
    resendEmailChange,
    cancelEmailChange,
    confirmEmailChange,
    undoEmailChange,
    requestNotificationEmail,
    confirmNotificationEmail,
    removeNotificationEmail,
    resendEmailVerification,
    verifyEmail,
    changePassword,
    showPassword,
    listSessions,
    endSession,
    endOtherSessions,
    endAllSessions,
    secureAccount(safeguards),
    showChecklist(safeguards),
    listActivity,
    showDeletion,
    previewDeletion(departures),
    requestDeletion(departures),
    cancelDeletion,
    showReceiptKeys,
    showExports,
    requestExport(departures),
    downloadExport,
  ] as const

/** The jobs of this slice. */
export const accountJobs = (departures: readonly Departure[]) =>
  [eraseAccount(departures), buildExport(departures)] as const

/** What recurs in this slice. */
export const accountTimetable = (departures: readonly Departure[]) => [
  ...deletionTimetable(departures),
  recurring({
    name: 'account.sweep_exports',
    cron: '*/10 * * * *',
    run: ({ db }, now) => sweepExports(db, { now, stuckSince: earlier(now, hours(1)) }),
  }),
  recurring({
    name: 'account.sweep_email_changes',
    cron: '43 * * * *',
    run: ({ db }, now) => sweepEmailChanges(db, now),
  }),
]
