import { recurring } from '#platform/jobs/job.ts'
import { completeRecovery } from './complete-recovery.route.ts'
import { confirmIdentity } from './confirm-identity.route.ts'
import { confirmSignUp } from './confirm-sign-up.route.ts'
import { disownSignIn } from './disown-sign-in.route.ts'
import { endConfirmation } from './end-confirmation.route.ts'
import { sweepPendingSignUps } from './queries.ts'
import { requestRecovery } from './request-recovery.route.ts'
import { showConfirmation } from './show-confirmation.route.ts'
import { showWelcome } from './show-welcome.route.ts'
import { signIn } from './sign-in.route.ts'
import { signOut } from './sign-out.route.ts'
import { signUp } from './sign-up.route.ts'
import { unlockSignIn } from './unlock-sign-in.route.ts'

/** Every route of this slice. */
export const authRoutes = [
  showWelcome,
  signUp,
  confirmSignUp,
  signIn,
  signOut,
  requestRecovery,
  completeRecovery,
  unlockSignIn,
  disownSignIn,
  showConfirmation,
  confirmIdentity,
  endConfirmation,
] as const

/** What recurs in this slice. */
export const authTimetable = [
  recurring({ name: 'auth.sweep_sign_ups', cron: '33 * * * *', run: ({ db }, now) => sweepPendingSignUps(db, now) }),
]
