import { z } from 'zod'
import { instant } from '#platform/http/schemas.ts'

/** A team as its members see it. */
export const TeamView = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(['owner', 'admin', 'member', 'viewer', 'billing', 'auditor']),
  memberCount: z.int(),
  trialEndsAt: instant().nullable(),
  createdAt: instant(),
})
