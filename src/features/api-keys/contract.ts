import { z } from 'zod'
import type { Scope } from '#access/key-scopes.ts'
import { instant } from '#platform/http/schemas.ts'
import { isPlainName } from '#platform/names.ts'

// The table itself is the server's; one that is missing here, or is none, does not compile.
const scopeNames: Record<Scope, true> = {
  'team:read': true,
  'team:manage': true,
  'projects:read': true,
  'projects:write': true,
  'projects:manage': true,
  'runs:read': true,
  'runs:write': true,
  'usage:read': true,
  'usage:write': true,
  'billing:read': true,
  'audit:read': true,
  'keys:read': true,
  'keys:write': true,
}
const scopes = Object.keys(scopeNames) as [Scope, ...Scope[]]

/** Days a new key can live for, as offered; null never ends. 90 is chosen unless another is. */
export const expiryPresets = [7, 30, 60, 90, 180, 365, null] as const
export const expiryDefault = 90

/** Longest time the secret before a rotation may live on. */
export const longestOverlapHours = 168

const Scopes = z
  .array(z.enum(scopes))
  .min(1, 'Choose at least one scope.')
  .max(scopes.length)
  .refine((chosen) => new Set(chosen).size === chosen.length, 'A scope is named twice.')

const Name = z
  .string()
  .normalize('NFC')
  .trim()
  .min(1, 'Give the key a name that tells what it is for.')
  .refine((text) => [...text].length <= 100, { error: 'Use at most 100 characters.', params: { code: 'too_long' } })
  .refine(isPlainName, {
    error: 'Control and invisible characters cannot be used here.',
    params: { code: 'invisible_characters' },
  })

const expiresInDays = z.int().min(1, 'A key lives for a day at least.').max(3_650, 'Ten years at most.').nullable()

// An empty list would be a key that sees nothing at all.
const projectIds = z
  .array(z.string().max(60))
  .min(1, 'Choose at least one project.')
  .max(100, 'At most 100 projects.')
  .transform((ids) => [...new Set(ids)])
  .nullable()

/** What a new key is to be. `projectIds` null: every project, also those to come. */
export const CreateKey = z.object({
  name: Name,
  kind: z.enum(['personal', 'service']),
  scopes: Scopes,
  expiresInDays: expiresInDays.default(expiryDefault),
  ipList: z.array(z.string().max(50)).max(50, 'At most 50 addresses.').default([]),
  projectIds: projectIds.default(null),
})

/** What may change about a key; what is left out stays. */
export const ChangeKey = z.object({
  name: Name.optional(),
  paused: z.boolean().optional(),
  projectIds: projectIds.optional().describe('fewer than before: a key is never widened'),
})

/** How a key is given a new secret. */
export const RotateKey = z.object({ overlapHours: z.int().min(0).max(longestOverlapHours) })

/** Which page of keys is asked for. */
export const KeysQuery = z.object({
  cursor: z
    .string()
    .regex(/^key_[0-9a-hjkmnp-tv-z]{26}$/, 'Use the nextCursor of the page before.')
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(20),
})

/** A key as people see it. The secret is never among it. */
export const KeyView = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['personal', 'service']),
  display: z.string().describe('aegis_live_…abcd'),
  scopes: z.array(z.enum(scopes)),
  owner: z.object({ id: z.string(), name: z.string() }).describe('The person, or for a service key the team'),
  createdAt: instant(),
  expiresAt: instant().nullable(),
  expiresSoon: z.enum(['soon', 'now']).nullable().describe('soon: within 7 days; now: within 1 day'),
  state: z.enum(['active', 'paused', 'expired', 'rotating']),
  ipList: z.array(z.string()),
  projectIds: z.array(z.string()).nullable().describe('null: every project'),
  lastUsed: z.object({ at: instant(), ip: z.string(), client: z.string(), route: z.string() }).nullable(),
  unusedFor90Days: z.boolean(),
  uses30Days: z.array(z.int()).describe('Uses per day (UTC), oldest first; the last is today'),
  rotation: z
    .object({
      rotatedAt: instant(),
      oldDisplay: z.string(),
      oldUsedUntil: instant(),
      oldCallers: z
        .array(z.object({ ip: z.string(), client: z.string(), at: instant() }))
        .describe('Who used the old secret since the rotation'),
    })
    .nullable(),
  mayChange: z.boolean().describe('You may rename, pause and revoke it'),
  mayRotate: z.boolean(),
  version: z.int(),
})

/** A page of keys. */
export const KeysView = z.object({ items: z.array(KeyView), nextCursor: z.string().nullable() })

/** A key with its secret, which is shown this once. */
export const KeyWithSecret = z.object({ key: KeyView, secret: z.string() })

/** A new key, its secret, and what to paste where. */
export const CreatedKey = KeyWithSecret.extend({
  snippets: z.object({ github: z.string(), gitlab: z.string(), jenkins: z.string(), curl: z.string() }),
})

/** What can be chosen for a new key. */
export const KeyChoices = z.object({
  scopes: z.array(z.object({ id: z.enum(scopes), says: z.string(), grantable: z.boolean() })),
  templates: z.array(
    z.object({ id: z.string(), label: z.string(), says: z.string(), scopes: z.array(z.enum(scopes)) }),
  ),
  expiryPresets: z.array(z.int().nullable()),
  expiryDefault: z.int(),
  longestOverlapHours: z.int(),
  mayMakeServiceKeys: z.boolean(),
  projects: z.array(z.object({ id: z.string(), name: z.string() })).describe('to limit a key to'),
  mayMakeKeys: z.boolean().describe('False where the team lets only owners and admins make keys'),
  longestDays: z.int().nullable().describe('The longest life the rules of the team allow; null: no rule'),
})

/** What a key learns about itself. */
export const OwnKeyView = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['personal', 'service']),
  team: z.object({ id: z.string(), name: z.string(), role: z.string() }),
  owner: z.object({ id: z.string(), name: z.string() }),
  scopes: z.array(z.enum(scopes)).describe('Those the role it acts with still allows'),
  projects: z.array(z.string()).nullable().describe('null: every project'),
  expiresAt: instant().nullable(),
  limits: z.object({
    requestsPerMinute: z.int().nullable(),
    remaining: z.int().nullable(),
    resetAt: instant().nullable(),
  }),
  usedToday: z.int(),
})

/** How keys look, for scanners. */
export const KeyFormat = z.object({ pattern: z.string(), checksum: z.string(), report: z.string() })

/** Keys found where they should not be. */
export const ReportLeaked = z.object({ keys: z.array(z.string().max(500)).min(1).max(100) })
export const LeakedReported = z.object({ wellFormed: z.int().describe('How many of them have the form of a key') })

const projectRefusals = {
  project_unknown: { status: 400, message: 'One of these is not a project of this team.' },
} as const

export const changeKeyRefusals = {
  ...projectRefusals,
  projects_only_fewer: {
    status: 403,
    message: 'A key can be limited to fewer projects, but never widened. Generate another key instead.',
  },
} as const

export const createKeyRefusals = {
  ...projectRefusals,
  scope_beyond_role: {
    status: 403,
    message: 'Your role does not allow one of these scopes, so no key of yours can have it.',
  },
  service_key_by_admins: { status: 403, message: 'Keys of the team itself are made by its owners and admins.' },
  address_invalid: {
    status: 400,
    message: 'Write addresses as 203.0.113.7, or ranges as 203.0.113.0/24 or 2001:db8::/32.',
  },
  keys_by_managers: { status: 403, message: 'In this team only owners and admins make API keys. Ask one of them.' },
  key_lives_too_long: {
    status: 400,
    message: 'The rules of this team let no key live that long. Choose fewer days.',
  },
  too_many_keys: { status: 409, message: 'This team has 1,000 keys. Revoke some before making more.' },
  key_without_plan: { status: 402, message: 'The plan of this team has no API keys.' },
} as const

export const rotateKeyRefusals = {
  keys_by_managers: createKeyRefusals.keys_by_managers,
  not_your_key: {
    status: 403,
    message: 'Only its owner can rotate a personal key, because the new secret acts as them. You can revoke it.',
  },
} as const
