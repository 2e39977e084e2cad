import { z } from 'zod'
import { instant } from '#platform/http/schemas.ts'
import { isPlainName } from '#platform/names.ts'

/** The roles of a team, the mightiest first. */
export const roleNames = ['owner', 'admin', 'member', 'viewer', 'billing', 'auditor'] as const

/** A role that can be given; ownership is accepted, not given. */
export const givenRoles = ['admin', 'member', 'viewer', 'billing', 'auditor'] as const

const plain = (most: number) =>
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

const TeamName = plain(80).refine((text) => text !== '', {
  error: 'Enter a name for the team.',
  params: { code: 'name_missing' },
})

/** A new team, or a new name. */
export const NameTeam = z.object({ name: TeamName })

const Somebody = z.object({ id: z.string(), name: z.string() })

/** A team as its members see it. */
export const TeamView = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(roleNames),
  memberCount: z.int(),
  trialEndsAt: instant().nullable(),
  createdAt: instant(),
  version: z.int(),
  ownershipOffer: z
    .object({ from: Somebody, to: Somebody, shared: z.boolean(), expiresAt: instant() })
    .nullable()
    .describe('Ownership that waits to be accepted'),
})

/** Which members are asked for. What is left out does not narrow. */
export const MembersQuery = z.object({
  search: z.string().max(100).optional(),
  role: z.enum(roleNames).optional(),
  status: z.enum(['active', 'pending', 'expired']).optional(),
  twoFactor: z.enum(['on', 'off']).optional().describe('For those who manage members'),
  sort: z.enum(['name', 'joined', 'active']).default('name'),
  cursor: z
    .string()
    .regex(/^[\w-]{1,600}$/, 'Use the nextCursor of the page before.')
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(20),
})

/** Somebody who belongs to a team, or is invited to. */
export const MemberView = z.object({
  kind: z.enum(['member', 'invitation']),
  id: z.string(),
  name: z.string().describe('Of an invitation: the address'),
  email: z.string(),
  initials: z.string(),
  avatarUrl: z.string().nullable(),
  role: z.enum(roleNames),
  status: z.enum(['active', 'pending', 'expired']),
  since: instant().describe('Joined, or invited'),
  expiresAt: instant().nullable().describe('Of an invitation'),
  lastActiveAt: instant().nullable().describe('Null: never, or not for you to see'),
  twoFactor: z.boolean().nullable().describe('Null: not for you to see'),
  you: z.boolean(),
  rolesToGive: z.array(z.enum(roleNames)).describe('What you may make of them'),
  mayRemove: z.boolean(),
  version: z.int(),
})

/** How many may belong to the team; those who are invited hold a seat. `limit` null: no limit. */
export const SeatsView = z.object({
  limit: z.int().nullable(),
  members: z.int(),
  pending: z.int(),
  plan: z.object({ name: z.string(), monthlyPrice: z.int().nullable().describe('US cents; null: by agreement') }),
})

/** A page of members. */
export const MembersView = z.object({
  items: z.array(MemberView),
  nextCursor: z.string().nullable(),
  seats: SeatsView,
  rolesToGive: z.array(z.enum(roleNames)),
})

/** What one member may do, and why. */
export const MemberRights = z.object({
  member: MemberView,
  rights: z.array(z.object({ id: z.string(), says: z.string(), allowed: z.boolean(), because: z.string() })),
})

/** Every role with what it may do: the very table the server decides by. */
export const RolesView = z.object({
  roles: z.array(z.object({ id: z.enum(roleNames), says: z.string() })),
  permissions: z.array(z.object({ id: z.string(), says: z.string(), roles: z.array(z.enum(roleNames)) })),
})

/** Another role for a member. */
export const ChangeRole = z.object({ role: z.enum(givenRoles) })

/** Somebody who was removed, and can be taken back. */
export const FormerMembersView = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      initials: z.string(),
      role: z.enum(roleNames),
      removedBy: z.string().nullable(),
      removedAt: instant(),
      restorableUntil: instant(),
    }),
  ),
})

/** To whom ownership is offered, and whether whoever offers stays an owner. */
export const OfferOwnership = z.object({
  memberId: z.string().regex(/^usr_[0-9a-z]{26}$/, 'This is no member’s id.'),
  shared: z.boolean(),
})

/** What deleting a team means. */
export const TeamDeletionView = z.object({
  obstacles: z.array(
    z.object({
      code: z.string(),
      says: z.string(),
      fixes: z.array(z.object({ label: z.string(), href: z.string() })),
    }),
  ),
  goes: z.array(z.object({ what: z.string(), count: z.int() })),
})

/** The name typed again, so that the right team is deleted. */
export const DeleteTeam = z.object({ name: z.string().max(200) })

export const memberRefusals = {
  role_not_yours: { status: 403, message: 'You can only give, change and take roles below your own.' },
  owner_protected: {
    status: 409,
    message: 'An owner keeps their role until they step down or transfer ownership themselves.',
  },
  last_owner: {
    status: 409,
    message: 'A team always has an owner. Transfer ownership first, or delete the team.',
  },
  remove_yourself: { status: 409, message: 'To go yourself, use “Leave team”.' },
} as const

export const seatRefusals = {
  seats_full: {
    status: 402,
    message: 'Every seat of your plan is taken. Remove somebody, revoke an invitation, or choose a larger plan.',
  },
} as const

export const offerRefusals = {
  offer_to_yourself: { status: 400, message: 'You own this team already.' },
  is_owner_already: { status: 409, message: 'They own this team already.' },
  no_offer: { status: 409, message: 'This offer was answered, taken back, or has expired.' },
} as const

export const deletionRefusals = {
  name_wrong: { status: 400, message: 'Type the team’s name exactly as it is written here.' },
  deletion_blocked: { status: 409, message: 'Something must be settled before this team can be deleted.' },
} as const

export const createRefusals = {
  too_many_teams: { status: 409, message: 'You own 50 teams. Delete one before making another.' },
} as const
