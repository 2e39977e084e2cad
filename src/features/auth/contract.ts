import { z } from 'zod'
import { instant } from '#platform/http/schemas.ts'
import { TypedBackupCode, TypedCode } from '#platform/typed-code.ts'

// A generous cap before the real rules: nobody's address or password is longer, and nothing long reaches a hash.
const typedEmail = z.string().min(1, 'Enter your e-mail address.').max(320, 'This is longer than any e-mail address.')
const typedPassword = z.string().min(1, 'Enter a password.').max(1_024, 'This is longer than any password here.')
const token = z.string().regex(/^[\w-]{43}$/, 'This link is not complete. Open it again from the letter.')

export const SignUp = z.object({
  fullName: z.string().trim().min(1, 'Enter your name.').max(100, 'A name may have at most 100 characters.'),
  email: typedEmail,
  password: typedPassword,
  timezone: z.string().max(64),
})
export const ConfirmSignUp = z.object({ token, password: typedPassword.optional() })
export const SignUpByInvitation = z.object({
  token,
  fullName: z.string().trim().min(1, 'Enter your name.').max(100, 'A name may have at most 100 characters.'),
  password: typedPassword,
  timezone: z.string().max(64),
})
export const SignIn = z.object({ email: typedEmail, password: typedPassword })
export const Recover = z.object({ email: typedEmail })
export const CompleteRecovery = z.object({ token, password: typedPassword })
export const TokenOnly = z.object({ token })
export const ProveCode = z.object({ code: TypedCode, trustDevice: z.boolean().optional() })
export const ProveBackupCode = z.object({ code: TypedBackupCode, trustDevice: z.boolean().optional() })

const oneOf = <T extends Record<string, unknown>>(names: string[], error: string) =>
  [(given: T) => names.filter((name) => given[name] !== undefined).length === 1, { error }] as const

/** Any one factor. */
export const ConfirmIdentity = z
  .object({
    password: typedPassword.optional(),
    code: TypedCode.optional(),
    backupCode: TypedBackupCode.optional(),
  })
  .refine(...oneOf(['password', 'code', 'backupCode'], 'Give your password, a code, or a backup code.'))

/** The password, and a code or a backup code. */
export const DisableTwoFactor = z
  .object({ password: typedPassword, code: TypedCode.optional(), backupCode: TypedBackupCode.optional() })
  .refine(...oneOf(['code', 'backupCode'], 'Give a code or a backup code.'))

/** What a visitor needs to know before signing in or up. */
export const Welcome = z.object({
  signUp: z.enum(['open', 'invite', 'off']),
  firstRun: z.boolean(),
  mailHeld: z.boolean(),
  operatorOnLoopback: z.boolean(),
  passwordMinimum: z.int(),
})

/** How far the proof of identity of this session goes, and what may renew it. */
export const Confirmation = z.object({
  confirmedUntil: instant().nullable(),
  secondFactorUntil: instant().nullable().describe('As long as it lasts, the proof includes a second factor'),
  factors: z.array(z.enum(['password', 'code', 'passkey'])),
})

/** A half-done sign-in: what may finish it, and until when. */
export const Challenge = z.object({
  factors: z.array(z.enum(['code', 'backup_code', 'passkey'])),
  expiresAt: instant(),
})

/** Signed in, or half-way there. */
export const SignedIn = z.discriminatedUnion('state', [
  z.object({ state: z.literal('signed_in') }),
  z.object({ state: z.literal('second_factor'), ...Challenge.shape }),
])

/** The letter is on its way; said whether or not the address has an account. */
export const CheckMailbox = z.object({ state: z.literal('check_mailbox') })

export const signUpRefusals = {
  email_invalid: { status: 400, message: 'This is not an e-mail address we can send to.' },
  name_invalid: { status: 400, message: 'A name may not contain control or invisible characters.' },
  timezone_unknown: { status: 400, message: 'This is not a time zone we know.' },
  sign_up_closed: { status: 403, message: 'Signing up is closed on this installation.' },
  sign_up_by_invitation: { status: 403, message: 'Signing up here takes an invitation. Ask a team to invite you.' },
} as const

export const invitedRefusals = {
  invitation_over: {
    status: 410,
    message: 'This invitation was answered, withdrawn or replaced by a newer one, or it has expired.',
  },
  has_account: { status: 409, message: 'This address has an account already. Sign in to accept the invitation.' },
  team_full: {
    status: 402,
    message:
      'Every seat of this team is taken. The invitation stays open: ask whoever invited you to make room, and try again.',
  },
} as const

export const linkRefusals = {
  link_invalid: { status: 410, message: 'This link was used already, has expired, or was replaced by a newer one.' },
  password_needed: { status: 409, message: 'Choose a password to finish in this browser.' },
} as const

export const signInRefusals = {
  sign_in_refused: { status: 401, message: 'E-mail or password is not right.' },
  password_change_due: {
    status: 403,
    message: 'This account was secured: its password opens no new session. Choose a new one with “Forgot password”.',
  },
  too_many_attempts: {
    status: 429,
    message:
      'Too many attempts. Wait a little, use “Forgot password”, or open the link we sent to the account’s mailbox.',
  },
} as const

export const challengeRefusals = {
  challenge_over: { status: 410, message: 'This sign-in took too long or was ended. Start again with your password.' },
} as const

export const confirmRefusals = {
  password_wrong: { status: 400, message: 'This is not your password.' },
  session_renewed: { status: 409, message: 'This session was confirmed elsewhere at the same moment. Try again.' },
} as const
