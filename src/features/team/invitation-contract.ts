import { z } from 'zod'
import { instant } from '#platform/http/schemas.ts'
import { isPlainName } from '#platform/names.ts'
import { givenRoles, SeatsView } from './contract.ts'

/** Most addresses in one go. */
export const mostAddresses = 200

const token = z.string().regex(/^[\w-]{43}$/, 'This link is not complete. Open it again from the letter.')
const id = z.string().regex(/^inv_[0-9a-z]{26}$/, 'This link is not complete.')
const addresses = z
  .array(z.string().max(320, 'This is longer than any e-mail address.'))
  .min(1, 'Enter at least one address.')
  .max(mostAddresses, `At most ${mostAddresses} addresses in one go.`)

/** Lines as pasted, before anybody is invited. */
export const PreviewInvitations = z.object({ addresses })

/** Whom to invite, as what, with which words. */
export const Invite = z.object({
  addresses,
  role: z.enum(givenRoles),
  message: z
    .string()
    .normalize('NFC')
    .trim()
    .max(500, 'Use at most 500 characters.')
    .refine((text) => text.split('\n').every(isPlainName), {
      error: 'Control and invisible characters cannot be used here.',
      params: { code: 'invisible_characters' },
    })
    .default(''),
})

/** What becomes of one line. */
export const verdicts = ['ok', 'already_member', 'already_invited', 'duplicate', 'malformed', 'over_seats'] as const

/** The lines with their verdicts, and what they come to. */
export const PreviewView = z.object({
  lines: z.array(z.object({ address: z.string(), verdict: z.enum(verdicts) })),
  seats: SeatsView,
  invited: z.int().describe('How many lines can be invited'),
  larger: z
    .object({ name: z.string(), monthlyPrice: z.int().nullable(), members: z.int().nullable() })
    .nullable()
    .describe('The next plan with room for all of them, where this one has none'),
})

/** What became of the lines. */
export const InvitedView = z.object({
  lines: z.array(z.object({ address: z.string(), verdict: z.enum(verdicts), id: z.string().nullable() })),
  seats: SeatsView,
})

/** An invitation as its team's managers see it. No secret is ever among it. */
export const InvitationView = z.object({
  id: z.string(),
  email: z.string(),
  role: z.enum(givenRoles),
  state: z.enum(['pending', 'accepted', 'declined', 'expired', 'revoked']),
  message: z.string(),
  inviter: z.string().nullable(),
  sentAt: instant(),
  expiresAt: instant(),
  endedAt: instant().nullable(),
  link: z.string().describe('For passing on: it opens only for somebody who holds the invited mailbox'),
})

export const InvitationsQuery = z.object({
  state: z.enum(['pending', 'accepted', 'declined', 'expired', 'revoked']).optional(),
  cursor: id.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(20),
})

export const InvitationsView = z.object({ items: z.array(InvitationView), nextCursor: z.string().nullable() })

/** How many letters went out again. */
export const ResentView = z.object({ sent: z.int(), overSeats: z.int() })

export const InvitationToken = z.object({ token })
export const InvitationId = z.object({ id })

/** The secret of the letter; or, from somebody signed in with the invited mailbox, the invitation's id. */
export const AnswerInvitation = z
  .object({ token: token.optional(), id: id.optional() })
  .refine((given) => (given.token === undefined) !== (given.id === undefined), 'Give the token or the id.')

/** An invitation as whoever holds the letter sees it. */
export const InvitationFound = z.object({
  id: z.string(),
  state: z.enum(['pending', 'accepted', 'declined', 'expired', 'revoked']),
  team: z.string(),
  role: z.enum(givenRoles),
  inviter: z.string(),
  message: z.string(),
  email: z.string(),
  expiresAt: instant(),
  full: z.boolean().describe('Every seat of the team is taken'),
  hasAccount: z.boolean(),
  maySignUp: z.boolean(),
  passwordMinimum: z.int(),
  signedInAs: z.string().nullable(),
  yours: z.boolean().describe('Whoever is signed in has the invited mailbox'),
})

/** Invitations that wait for whoever is signed in. */
export const WaitingView = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      team: z.string(),
      role: z.enum(givenRoles),
      inviter: z.string(),
      message: z.string(),
      expiresAt: instant(),
    }),
  ),
})

/** The team one has joined. */
export const JoinedView = z.object({ team: z.object({ id: z.string(), name: z.string() }) })

export const answerRefusals = {
  invitation_over: {
    status: 410,
    message: 'This invitation was answered, withdrawn or replaced by a newer one, or it has expired.',
  },
  other_mailbox: {
    status: 403,
    message: 'This invitation is for another address than the one you are signed in with.',
  },
  mailbox_unproven: { status: 403, message: 'Confirm your e-mail address first, or open the link from the letter.' },
  already_member: { status: 409, message: 'You belong to this team already.' },
  team_full: {
    status: 402,
    message:
      'Every seat of this team is taken. The invitation stays open: ask whoever invited you to make room, and try again.',
  },
} as const

export const managedRefusals = {
  invitation_ended: { status: 409, message: 'This invitation was answered or revoked already.' },
} as const
