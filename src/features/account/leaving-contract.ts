import { z } from 'zod'
import { instant } from '#platform/http/schemas.ts'

export * from './leaving-limits.ts'

const typedPassword = z
  .string()
  .min(1, 'Enter your password.')
  .max(1_024, 'This is longer than any password here.')
  .refine((text) => !/\p{Surrogate}/u.test(text), 'This contains characters that are no text.')

const Obstacle = z.object({
  code: z.string(),
  says: z.string(),
  fixes: z.array(z.object({ label: z.string(), href: z.string() })).describe('where it is settled'),
})

/** Whether and when an account will be erased. */
export const Deletion = z.object({
  scheduled: z
    .object({
      requestedAt: instant(),
      dueAt: instant(),
      blocked: z.boolean().describe('the day has come, and something stands in the way'),
    })
    .nullable(),
})

/** What deleting the account would mean now. */
export const DeletionPreview = z.object({
  obstacles: z.array(Obstacle),
  goes: z.array(z.object({ what: z.string(), count: z.int() })),
  stays: z.array(z.object({ what: z.string(), count: z.int(), why: z.string() })),
})

export const RequestDeletion = z.object({
  when: z.enum(['now', 'in-30-days']),
  password: typedPassword,
  confirm: z.string().max(100).describe('the word DELETE'),
})

/** What was done: erased from now on, or on a day to come. */
export const DeletionRequested = z.object({ state: z.enum(['erasing', 'scheduled']), dueAt: instant() })

/** A copy of everything that is held about a person. */
export const Export = z.object({
  id: z.string(),
  state: z.enum(['building', 'ready', 'failed']),
  requestedAt: instant(),
  progress: z.number().min(0).max(1),
  readyAt: instant().nullable(),
  expiresAt: instant().nullable().describe('until then it can be downloaded'),
  bytes: z.int().nullable(),
  sha256: z.string().nullable(),
})

/** The newest copy that was asked for and is still there. */
export const Exports = z.object({ latest: Export.nullable() })

/** A JSON Web Key Set. */
export const ReceiptKeys = z.object({
  keys: z.array(
    z.object({
      kty: z.literal('OKP'),
      crv: z.literal('Ed25519'),
      alg: z.literal('EdDSA'),
      use: z.literal('sig'),
      kid: z.string(),
      x: z.string(),
    }),
  ),
})

export const deletionRefusals = {
  password_wrong: { status: 403, message: 'This is not your password.' },
  word_missing: { status: 400, message: 'Type DELETE, in capital letters.' },
  deletion_blocked: { status: 409, message: 'Something must be settled before your account can be deleted.' },
  already_scheduled: { status: 409, message: 'Your account will be deleted already. Cancel that to choose again.' },
  changed_at_once: {
    status: 409,
    message: 'Your account was changed elsewhere at the same moment. Nothing was deleted.',
  },
} as const

export const cancelDeletionRefusals = {
  nothing_scheduled: { status: 409, message: 'No deletion is waiting. Your account stays.' },
} as const

export const exportRefusals = {
  export_under_way: { status: 409, message: 'Your data is being put together already.' },
} as const

export const downloadRefusals = {
  export_not_ready: { status: 409, message: 'Your data is still being put together.' },
  export_expired: { status: 410, message: 'This copy is gone. Ask for a new one.' },
} as const
