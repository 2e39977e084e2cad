import { z } from 'zod'
import { instant } from '#platform/http/schemas.ts'
import { isPlainName } from '#platform/names.ts'
import { passwordRefusals } from './password-refusals.ts'

export * from './leaving-contract.ts'

/** Largest picture that may be sent: bytes, and width times height. */
export const avatarLimits = { bytes: 5 * 1024 * 1024, pixels: 40_000_000 } as const

/** Side of the stored square picture, in pixels. */
export const avatarSide = 512

const token = z.string().regex(/^[\w-]{43}$/, 'This link is not complete. Open it again from the letter.')

// A generous cap before the real rules: nothing long reaches a parser or a hash.
const typedEmail = z.string().min(1, 'Enter an e-mail address.').max(320, 'This is longer than any e-mail address.')
const typedPassword = z
  .string()
  .min(1, 'Enter a password.')
  .max(1_024, 'This is longer than any password here.')
  .refine((text) => !/\p{Surrogate}/u.test(text), 'This contains characters that are no text.')

/** One line that people see in pages, letters and logs (V64, V131); lengths in code points. */
const line = (most: number) =>
  z
    .string()
    .normalize('NFC')
    .trim()
    .refine((text) => [...text].length <= most, {
      error: `Use at most ${most} characters.`,
      params: { code: 'too_long' },
    })
    .refine(isPlainName, {
      error: 'Control and invisible characters cannot be used here.',
      params: { code: 'invisible_characters' },
    })

/** A person's name, 1 to 100 characters. */
export const FullName = line(100).refine((text) => text !== '', {
  error: 'Enter your name.',
  params: { code: 'name_missing' },
})

/**
 * A person's own view of their account. `version` counts edits of the fields that PATCH may change; the picture and the addresses are
 * resources of their own, so changing those never makes a half-typed form stale.
 */
export const Profile = z.object({
  id: z.string(),
  email: z.string(),
  emailVerified: z.boolean(),
  fullName: z.string(),
  initials: z.string(),
  phone: z.string().nullable().describe('E.164'),
  phoneFormatted: z.string().nullable(),
  timezone: z.string().describe('IANA name'),
  company: z.string(),
  jobTitle: z.string(),
  avatarUrl: z.string().nullable(),
  notificationEmail: z.string().nullable(),
  isOperator: z.boolean(),
  createdAt: instant(),
  version: z.int(),
  teams: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      role: z.enum(['owner', 'admin', 'member', 'viewer', 'billing', 'auditor']),
      twoFactorDue: instant()
        .nullable()
        .describe('From then on the team asks you for two-factor authentication; null: it does not, or you have it'),
    }),
  ),
})

/** What a person may change about their profile; what is left out stays. */
export const UpdateProfile = z.object({
  fullName: FullName.optional(),
  phone: z.string().max(60, 'This is longer than any phone number.').nullable().optional(),
  timezone: z.string().max(64).optional(),
  company: line(100).optional(),
  jobTitle: line(100).optional(),
})

/** A change of address that waits for its confirmation. */
export const EmailChange = z.object({
  pending: z
    .object({ newEmail: z.string(), requestedAt: instant(), sentAt: instant(), expiresAt: instant() })
    .nullable(),
})

export const RequestEmailChange = z.object({ newEmail: typedEmail })
export const RequestNotificationEmail = z.object({ email: typedEmail })
export const TokenOnly = z.object({ token })
export const ChangePassword = z.object({ current: typedPassword, next: typedPassword })
export const Email = z.object({ email: z.string() })

/** What is known of a person's password without knowing it. */
export const PasswordState = z.object({
  changedAt: instant().nullable(),
  strength: z.enum(['weak', 'fair', 'good']).nullable().describe('as judged when it was last typed'),
  due: z.boolean().describe('the account was secured: this password opens no new session'),
  minimum: z.int().describe('shortest new password, in characters'),
  otherSessions: z.int().describe('sessions that end when the password is changed'),
})

/** Where a person is signed in: this session first, then those of the same browser, then by last use. */
export const Sessions = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      current: z.boolean(),
      device: z.string(),
      browser: z.string().nullable(),
      os: z.string().nullable(),
      ip: z.string(),
      method: z.string(),
      startedAt: instant(),
      lastActiveAt: instant(),
      sameDevice: z.string().describe('the same for all sessions of one browser'),
    }),
  ),
})

/** How many sessions ended. */
export const SessionsEnded = z.object({ ended: z.int() })

/** What was taken away from whoever else might hold it. */
export const Secured = z.object({
  taken: z.array(
    z.object({
      what: z.enum(['sessions', 'devices', 'email_change', 'deletion', 'keys', 'passkeys', 'backup_codes']),
      count: z.int(),
    }),
  ),
})

/** The product text's “Best Practices”, each with how this person stands to it. */
export const Checklist = z.object({
  items: z.array(
    z.object({
      id: z.enum(['two-factor', 'password', 'unused-keys', 'audit-log', 'email', 'backup-codes', 'unknown-sessions']),
      title: z.string(),
      state: z.enum(['done', 'todo', 'attention']),
      says: z.string(),
      fix: z.object({ label: z.string(), href: z.string() }).nullable(),
    }),
  ),
})

const activityCursor = /^(\d{1,14})-(aud_[0-9a-z]{26})$/

/** Where a page of events begins, and how long it is. */
export const ActivityQuery = z.object({
  cursor: z
    .string()
    .regex(activityCursor, 'Use the nextCursor of the page before.')
    .transform((text) => {
      const [, at = '', id = ''] = activityCursor.exec(text) ?? []
      return { at: new Date(Number(at)), id }
    })
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(20),
})

/** A person's own security events, newest first. */
export const Activity = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      at: instant(),
      action: z.string(),
      says: z.string().describe('the event as a sentence'),
      refused: z.boolean().describe('it was tried and not done'),
      here: z.boolean().describe('done in the session that asks'),
      device: z.string().nullable(),
      ip: z.string().nullable(),
      changes: z.array(z.object({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
    }),
  ),
  nextCursor: z.string().nullable(),
})

export const profileRefusals = {
  timezone_unknown: { status: 400, message: 'This is not a time zone we know.' },
  phone_without_country: {
    status: 400,
    message: 'Start with + and the country code, as in +49 30 901820 or +1 213 373 4253.',
  },
  phone_invalid: { status: 400, message: 'This is not a phone number: check the country code and count the digits.' },
  phone_extension: { status: 400, message: 'Leave the extension out.' },
} as const

export const avatarRefusals = {
  avatar_not_an_image: {
    status: 400,
    message: 'This file cannot be read as a picture. Choose a PNG, JPEG or WebP file.',
  },
  avatar_too_many_pixels: {
    status: 400,
    message: 'This picture has more than 40 megapixels. Choose a smaller one.',
  },
} as const

export const addressRefusals = {
  email_invalid: { status: 400, message: 'This is not an e-mail address we can send to.' },
  same_address: { status: 400, message: 'This is your address already.' },
} as const

export const linkRefusals = {
  link_invalid: { status: 410, message: 'This link was used already, has expired, or was replaced by a newer one.' },
  address_taken: {
    status: 409,
    message: 'This address belongs to another account by now. Nothing was changed.',
  },
} as const

export const emailChangeRefusals = {
  nothing_pending: { status: 409, message: 'No change of address is waiting for its confirmation.' },
} as const

export const verificationRefusals = {
  already_verified: { status: 409, message: 'Your address is confirmed already.' },
} as const

export const changePasswordRefusals = {
  ...passwordRefusals,
  current_password_wrong: { status: 403, message: 'This is not your current password.' },
  password_changed_meanwhile: {
    status: 409,
    message: 'Your password was changed elsewhere at the same moment. Nothing was changed here.',
  },
} as const

export const endSessionRefusals = {
  current_session: { status: 409, message: 'This is the session you are using. Sign out instead.' },
} as const
