import { z } from 'zod'
import { instant } from '#platform/http/schemas.ts'
import { isPlainName } from '#platform/names.ts'
import { TypedCode } from '#platform/typed-code.ts'

export * from './limits.ts'

const Name = z
  .string()
  .normalize('NFC')
  .trim()
  .min(1, 'Enter a name.')
  .refine((text) => [...text].length <= 60, { error: 'Use at most 60 characters.', params: { code: 'too_long' } })
  .refine(isPlainName, {
    error: 'Control and invisible characters cannot be used here.',
    params: { code: 'invisible_characters' },
  })

export const BeginEnrolment = z.object({ name: Name.optional() })
export const ConfirmEnrolment = z.object({ code: TypedCode })
export const RenameAuthenticator = z.object({ name: Name })

/** An authenticator app that was confirmed. */
export const Authenticator = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: instant(),
  lastUsedAt: instant().nullable(),
})

/** A browser in which the second factor is not asked for. */
export const TrustedDevice = z.object({
  id: z.string(),
  device: z.string().describe('Browser and system, such as “Firefox on Windows”'),
  trustedUntil: instant(),
  lastSeenAt: instant(),
  current: z.boolean().describe('The browser that asks'),
})

/** Everything the Security tab shows about two-factor authentication. */
export const TwoFactor = z.object({
  enabled: z.boolean(),
  authenticators: z.array(Authenticator),
  backupCodes: z.object({ left: z.int(), total: z.int(), generatedAt: instant() }).nullable(),
  codesClosed: z.boolean().describe('After too many wrong codes only a backup code works'),
  trustedDevices: z.array(TrustedDevice),
})

/** A secret that waits for its first code. It is shown this once. */
export const Enrolment = z.object({
  id: z.string(),
  secret: z.string().describe('Base 32'),
  secretGroups: z.array(z.string()).describe('The same in groups of four, for typing'),
  otpauthUrl: z.string(),
  qrSvg: z.string(),
  expiresAt: instant(),
})

export const EnrolmentConfirmed = z.object({
  authenticator: Authenticator,
  backupCodes: z.array(z.string()).nullable().describe('Only with the first authenticator; shown this once'),
  sessionsEnded: z.int(),
})

export const NewBackupCodes = z.object({ backupCodes: z.array(z.string()), generatedAt: instant() })

/** Ways in which a code is refused, the same at every door. */
export const codeRefusals = {
  code_wrong: { status: 400, message: 'This code is not right. Type the one your app shows now.' },
  code_used: { status: 400, message: 'This code was used already. Wait for the next one.' },
  too_many_codes: { status: 429, message: 'Too many wrong codes. Wait a little before you try again.' },
  codes_closed: {
    status: 403,
    message: 'Codes are switched off after a hundred wrong ones. Use a backup code, or ask the operator for help.',
  },
} as const

/** The same for a backup code. */
export const backupCodeRefusals = {
  ...codeRefusals,
  code_wrong: { status: 400, message: 'This is not one of your backup codes.' },
  code_used: { status: 400, message: 'This backup code was used already. Take another one.' },
} as const

export const enrolmentRefusals = {
  enrolment_over: { status: 410, message: 'This QR code is no longer valid. Start again with a new one.' },
  too_many_authenticators: { status: 409, message: 'You have five authenticator apps. Remove one to add another.' },
} as const

export const authenticatorRefusals = {
  last_authenticator: {
    status: 409,
    message: 'This is your only authenticator app. Add another one first, or disable two-factor authentication.',
  },
} as const

export const twoFactorRefusals = {
  two_factor_off: { status: 409, message: 'Two-factor authentication is not on.' },
} as const
