import { z } from 'zod'
import { auditRefusals } from './contract.ts'

/** To how many addresses outside the team checkpoints can go. */
export const mostAnchorAddresses = 5

/** Who gets the latest checkpoint of the log by mail, once a day when there is something new. */
export const AnchorView = z.object({
  toAuditors: z.boolean(),
  auditors: z.int().describe('how many people have the role'),
  addresses: z.array(z.string()),
  version: z.int(),
})

/** The same as it is chosen. */
export const SetAnchor = z.object({
  toAuditors: z.boolean(),
  addresses: z
    .array(z.string().max(320, 'This is longer than any e-mail address.'))
    .max(mostAnchorAddresses, 'Name at most 5.'),
})

export const anchorRefusals = {
  ...auditRefusals,
  email_invalid: { status: 422, message: 'Write e-mail addresses such as auditor@example.com, with commas between.' },
} as const
