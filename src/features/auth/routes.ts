import type { Safeguard } from '#access/safeguard.ts'
import { recurring } from '#platform/jobs/job.ts'
import { challengeWithPasskey } from './challenge-with-passkey.route.ts'
import { closeAbandoned } from './close-abandoned.ts'
import { completeRecovery } from './complete-recovery.route.ts'
import { confirmIdentity } from './confirm-identity.route.ts'
import { confirmSignUp } from './confirm-sign-up.route.ts'
import { confirmWithPasskey } from './confirm-with-passkey.route.ts'
import { disableTwoFactor } from './disable-two-factor.route.ts'
import { disownSignIn } from './disown-sign-in.route.ts'
import { endConfirmation } from './end-confirmation.route.ts'
import { finishWithBackupCode } from './finish-with-backup-code.route.ts'
import { finishWithCode } from './finish-with-code.route.ts'
import { offerPasskeyChallenge } from './offer-passkey-challenge.route.ts'
import { offerPasskeyConfirmation } from './offer-passkey-confirmation.route.ts'
import { offerPasskeySignIn } from './offer-passkey-sign-in.route.ts'
import { sweepPendingSignUps } from './queries.ts'
import { recoverAccount } from './recovery.job.ts'
import { requestRecovery } from './request-recovery.route.ts'
import { showChallenge } from './show-challenge.route.ts'
import { showConfirmation } from './show-confirmation.route.ts'
import { showWelcome } from './show-welcome.route.ts'
import { signIn } from './sign-in.route.ts'
import { signInWithPasskey } from './sign-in-with-passkey.route.ts'
import { signOut } from './sign-out.route.ts'
import { signUp } from './sign-up.route.ts'
import { signUpByInvitation } from './sign-up-by-invitation.route.ts'
import { unlockSignIn } from './unlock-sign-in.route.ts'

/** Every route of this slice. `safeguards`: what other slices add to the safety of an account (decisions/0009). */
export const authRoutes = (safeguards: readonly Safeguard[]) =>
  [
    showWelcome,
    signUp,
    confirmSignUp,
    signUpByInvitation,
    signIn,
    showChallenge,
    finishWithCode,
    finishWithBackupCode,
    offerPasskeySignIn,
    signInWithPasskey,
    offerPasskeyChallenge,
    challengeWithPasskey,
    signOut,
    requestRecovery,
    completeRecovery,
    unlockSignIn,
    disownSignIn(safeguards),
    showConfirmation,
    confirmIdentity,
    offerPasskeyConfirmation,
    confirmWithPasskey,
    endConfirmation,
    disableTwoFactor,
  ] as const

/** What this slice puts into the queue. */
export const authJobs = [recoverAccount]

/** What recurs in this slice. */
export const authTimetable = [
  recurring({ name: 'auth.sweep_sign_ups', cron: '33 * * * *', run: ({ db }, now) => sweepPendingSignUps(db, now) }),
  recurring({ name: 'auth.close_abandoned', cron: '*/5 * * * *', run: closeAbandoned }),
]
