import { z } from 'zod'
import { instant } from '#platform/http/schemas.ts'

/** The rules of a team. */
export const PolicyView = z.object({
  twoFactorFrom: instant()
    .nullable()
    .describe('From then on nobody acts in the team without two-factor authentication'),
  twoFactorOnPlan: z.boolean().describe('The plan includes asking for it'),
  withoutTwoFactor: z.int().nullable().describe('How many members have none; null: not for you to see'),
  passwordMin: z.int().nullable(),
  keyLifetimeDays: z.int().nullable(),
  keyMakers: z.enum(['everyone', 'managers']),
  version: z.int(),
})

/** New rules, all of them. */
export const SetPolicy = z.object({
  twoFactorFrom: z.iso.datetime({ offset: true }).nullable(),
  passwordMin: z.int().min(8, 'Nothing shorter than 8 is accepted anyway.').max(64, 'At most 64.').nullable(),
  keyLifetimeDays: z.int().min(1, 'A key lives for a day at least.').max(3_650, 'Ten years at most.').nullable(),
  keyMakers: z.enum(['everyone', 'managers']),
})

export const policyRefusals = {
  two_factor_not_on_plan: {
    status: 402,
    message: 'The plan of this team does not include asking for two-factor authentication. Choose a larger one.',
  },
  two_factor_yourself_first: {
    status: 409,
    message: 'Set up two-factor authentication for yourself first, or this rule would lock you out.',
  },
} as const
