import type { Departure } from '#access/departure.ts'
import type { Safeguard } from '#access/safeguard.ts'
import { recurring } from '#platform/jobs/job.ts'
import { cancelEmailChange } from './cancel-email-change.route.ts'
import { changePassword } from './change-password.route.ts'
import { confirmEmailChange } from './confirm-email-change.route.ts'
import { confirmNotificationEmail } from './confirm-notification-email.route.ts'
import { sweepEmailChanges } from './email-change.queries.ts'
import { endAllSessions } from './end-all-sessions.route.ts'
import { endOtherSessions } from './end-other-sessions.route.ts'
import { endSession } from './end-session.route.ts'
import { listActivity } from './list-activity.route.ts'
import { listSessions } from './list-sessions.route.ts'
import { removeAvatar } from './remove-avatar.route.ts'
import { removeNotificationEmail } from './remove-notification-email.route.ts'
import { requestEmailChange } from './request-email-change.route.ts'
import { requestNotificationEmail } from './request-notification-email.route.ts'
import { resendEmailChange } from './resend-email-change.route.ts'
import { resendEmailVerification } from './resend-email-verification.route.ts'
import { secureAccount } from './secure-account.route.ts'
import { showAccount } from './show-account.route.ts'
import { showAvatar } from './show-avatar.route.ts'
import { showChecklist } from './show-checklist.route.ts'
import { showEmailChange } from './show-email-change.route.ts'
import { showPassword } from './show-password.route.ts'
import { undoEmailChange } from './undo-email-change.route.ts'
import { updateProfile } from './update-profile.route.ts'
import { uploadAvatar } from './upload-avatar.route.ts'
import { verifyEmail } from './verify-email.route.ts'

/** Every route of this slice. `safeguards`: what other slices add to the safety of an account (decisions/0009); `departures`: to its end (decisions/0010). */
export const accountRoutes = (safeguards: readonly Safeguard[], _departures: readonly Departure[]) =>
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
  ] as const

/** What recurs in this slice. */
export const accountTimetable = [
  recurring({
    name: 'account.sweep_email_changes',
    cron: '43 * * * *',
    run: ({ db }, now) => sweepEmailChanges(db, now),
  }),
]
