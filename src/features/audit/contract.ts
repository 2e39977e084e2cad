import { z } from 'zod'
import { instant } from '#platform/http/schemas.ts'
import { isPlainName } from '#platform/names.ts'
import { Cursor } from './cursor.ts'

const moment = z.iso
  .datetime({ offset: true, error: 'Use a time such as 2027-03-01T09:00:00Z.' })
  .transform((text) => new Date(text))
  .refine((date) => date.getTime() > 0 && date.getUTCFullYear() < 10_000, 'Use a time such as 2027-03-01T09:00:00Z.')
const plain = z.string().min(1).max(120)

/** What narrows the log down; every part is optional, and all given must be met. */
const filters = {
  /** A person's id, a key's id, or the word of who else it may be: `system`, `operator`, `nobody`. */
  user: plain.optional(),
  /** The part of an action before its dot, such as `key`; several with commas between. */
  area: z
    .string()
    .regex(/^[a-z][a-z0-9_-]{0,40}(,[a-z][a-z0-9_-]{0,40}){0,9}$/, 'Use the beginning of an action, such as key.')
    .optional(),
  /** The id of what was acted on. */
  target: plain.optional(),
  ip: z.string().min(1).max(60).optional(),
  from: moment.optional(),
  to: moment.optional(),
  /** Words, and the beginning of a last one. */
  text: z.string().trim().min(1).max(200).optional(),
}

/** The filters of a log alone. */
export const AuditFilters = z.object(filters)

/** The filters of a log. */
export type AuditFilters = z.output<typeof AuditFilters>

/** Which page of the log is asked for. */
export const AuditQuery = z.object({
  ...filters,
  cursor: Cursor.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** How many entries match, counted no further than is useful. `since`: only those newer than this entry. */
export const AuditCountQuery = z.object({ ...filters, since: Cursor.optional() })

/** Which entries an export holds; `after` goes on where an earlier one broke off. */
export const AuditExportQuery = z.object({ ...filters, after: Cursor.optional() })

/** One entry, as a person reads it. */
export const AuditEntryView = z.object({
  id: z.string(),
  at: instant(),
  cursor: z.string(),
  action: z.string(),
  area: z.string(),
  /** A sentence without the name of who did it. */
  says: z.string(),
  refused: z.boolean(),
  actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string(), email: z.string().nullable() }),
  ip: z.string().nullable(),
  device: z.string().nullable(),
  target: z.object({ kind: z.string().nullable(), id: z.string().nullable() }).nullable(),
  changes: z.array(z.object({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
  erased: z.boolean(),
})

/** A page of the log, newest first. */
export const AuditLogView = z.object({ items: z.array(AuditEntryView), nextCursor: z.string().nullable() })

/** What the filters can be set to. */
export const AuditChoicesView = z.object({
  users: z.array(z.object({ id: z.string(), name: z.string(), kind: z.string() })),
  areas: z.array(z.object({ id: z.string(), name: z.string() })),
})

/** `more`: there are more than were counted. */
export const AuditCountView = z.object({ count: z.int(), more: z.boolean() })

const Hidden = z.object({ commitment: z.string(), salt: z.string().nullable() })
const Raw = z.object({
  log: z.string(),
  id: z.string(),
  at: z.string(),
  action: z.string(),
  actor: z.object({ kind: z.string(), id: z.string().nullable() }),
  session: z.string().nullable(),
  request: z.string().nullable(),
  target: z.object({ kind: z.string().nullable(), id: z.string().nullable() }).nullable(),
  where: z.object({ ip: z.string().nullable(), userAgent: z.string().nullable() }).nullable(),
  details: z.record(z.string(), z.unknown()).nullable(),
})

/** A signed size and root of a log. */
export const CheckpointView = z.object({
  log: z.string(),
  size: z.int(),
  root: z.string(),
  at: z.string(),
  previous: z.string(),
  keyId: z.string(),
  signature: z.string(),
})

/** One entry in full, raw, and where it stands in the signed log; `sealed` is null for the first seconds of its life. */
export const AuditRecordView = AuditEntryView.extend({
  raw: Raw,
  sealed: z
    .object({
      index: z.int(),
      leaf: z.string(),
      where: Hidden,
      details: Hidden,
      proof: z.array(z.string()),
      checkpoint: CheckpointView,
    })
    .nullable(),
})

/** From which entry on, counted from 0, leaves are handed out. */
export const ProofQuery = z.object({
  from: z.coerce.number().int().min(0).max(1e12).default(0),
  limit: z.coerce.number().int().min(1).max(2_000).default(1_000),
})

/** A stretch of the tree with its entries, for checking it oneself. `unsealed` only at the end. */
export const ProofView = z.object({
  size: z.int(),
  items: z.array(
    z.object({
      index: z.int(),
      entryId: z.string(),
      leaf: z.string(),
      entry: Raw.nullable(),
      where: Hidden,
      details: Hidden,
    }),
  ),
  checkpoints: z.array(CheckpointView),
  keys: z.record(z.string(), z.string()),
  unsealed: z.array(Raw),
})

/** The keys that sign checkpoints, the newest first. */
export const SigningKeysView = z.object({
  keys: z.array(
    z.object({
      id: z.string(),
      algorithm: z.literal('Ed25519'),
      publicKey: z.string(),
      pem: z.string(),
      since: instant(),
    }),
  ),
})

/** A kept view: a name, and the query string of its filters. */
export const NewAuditView = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'Give the view a name.')
    .max(60)
    .refine(isPlainName, 'Use only characters that can be seen.'),
  filters: z
    .string()
    .max(600)
    .regex(/^[\x20-\x7e]*$/, 'Use the filters as they stand in the address.'),
})

/** A kept view of the log. */
export const KeptView = z.object({ id: z.string(), name: z.string(), filters: z.string() })

/** The views a team keeps. */
export const KeptViews = z.object({ items: z.array(KeptView) })

/** A place to send the log to. */
export const NewAuditStream = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'Give the place a name.')
    .max(60)
    .refine(isPlainName, 'Use only characters that can be seen.'),
  kind: z.enum(['webhook', 'syslog']),
  /** `https://…` for a webhook, `tls://host:port` for syslog. */
  address: z.string().min(1, 'Enter an address.').max(500),
})

/** A place the log is sent to. `sent` and `waiting` count entries. */
export const AuditStreamView = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['webhook', 'syslog']),
  address: z.string(),
  state: z.enum(['sending', 'failing', 'paused']),
  sent: z.int(),
  waiting: z.int(),
  failures: z.int(),
  nextTry: instant().nullable(),
  sentAt: instant().nullable(),
})

/** The places a team's log is sent to. */
export const AuditStreamsView = z.object({ items: z.array(AuditStreamView) })

/** A new place; `secret` signs what a webhook gets and is shown this once. */
export const AddedStream = AuditStreamView.extend({ secret: z.string().nullable() })

/** Pauses or resumes a stream, or sends everything again from entry number `from` on. */
export const ChangeAuditStream = z.object({
  paused: z.boolean().optional(),
  from: z.int().min(1).max(1e12).optional(),
})

/** Why the log is not shown, or a view not kept. */
export const auditRefusals = {
  plan_without_audit_log: { status: 402, message: 'Audit Logs start on the Pro plan.' },
} as const

/** Why a view is not kept. */
export const viewRefusals = {
  ...auditRefusals,
  view_exists: { status: 409, message: 'The team has a view of this name already.' },
  too_many_views: { status: 409, message: 'A team can keep 30 views. Delete one first.' },
} as const

/** Why the log is not sent on. */
export const streamRefusals = {
  ...auditRefusals,
  address_not_usable: {
    status: 422,
    message: 'Use https://… for a webhook or tls://host:port for syslog, at an address that can be reached from here.',
  },
  too_many_streams: { status: 409, message: 'A team can send its log to 5 places. Remove one first.' },
} as const
