import { z } from 'zod'
import { checkNames } from '#platform/health/check.ts'
import { instant } from '#platform/http/schemas.ts'
import { Cursor } from './cursor.ts'

/** The health of every part of the installation. */
export const HealthView = z.object({
  checks: z.array(
    z.object({
      name: z.enum(checkNames),
      state: z.enum(['ok', 'warn', 'fail']),
      says: z.string(),
      mend: z.string().nullable(),
    }),
  ),
})

/** A letter in the operator's list. */
export const LetterView = z.object({
  id: z.string(),
  recipient: z.string(),
  letter: z.string(),
  subject: z.string(),
  state: z.enum(['waiting', 'sent', 'held', 'failed']),
  attempts: z.int(),
  lastError: z.string().nullable(),
  createdAt: instant(),
  settledAt: instant().nullable(),
  /** Its content is kept and may be shown here. */
  readable: z.boolean(),
})

/** One letter with what it says. */
export const LetterContentView = LetterView.extend({ preview: z.string(), html: z.string(), text: z.string() })

/** A page of letters, newest first. `contentShown`: this installation lets the operator read letters. */
export const OutboxView = z.object({
  items: z.array(LetterView),
  nextCursor: z.string().nullable(),
  contentShown: z.boolean(),
})

/** Which page of the outbox is asked for. */
export const OutboxQuery = z.object({
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(20),
})

/** Jobs that failed in every try. */
export const DeadJobsView = z.object({
  items: z.array(
    z.object({ id: z.string(), name: z.string(), attempts: z.int(), lastError: z.string(), failedAt: instant() }),
  ),
})

/** Why a letter is not sent again. */
export const outboxRefusals = {
  letter_not_stopped: { status: 409, message: 'Only a letter that is held or was given up can be sent again.' },
} as const
