import { z } from 'zod'
import { instant } from '#platform/http/schemas.ts'
import { chosenTypes } from './kinds.ts'
import { standings } from './standings.ts'

/** A type that can be chosen. */
export const ChosenTypeName = z.enum(chosenTypes)

const Source = z.enum(['mine-for-project', 'mine', 'team-for-project', 'team', 'built-in'])
const ProjectId = z.string().regex(/^prj_[0-9a-z]{26}$/, 'This is not the id of a project.')
const Choices = z.array(z.string().max(20)).max(6)

/** One row of the grid: what is in force and where it comes from. */
export const GridRow = z.object({
  type: ChosenTypeName,
  projectId: z.string().nullable(),
  choices: z.array(z.string()),
  source: Source,
  /** What the team chose for everybody; null while the built-in preset holds. */
  team: z.array(z.string()).nullable(),
  /** What this person chose; null while a default holds. */
  mine: z.array(z.string()).nullable(),
  /** The role is told of it at all. */
  concerns: z.boolean(),
})

/** The grid of a person in a team. */
export const PreferencesView = z.object({
  rows: z.array(GridRow),
  /** Rows of projects that somebody chose something for. */
  projects: z.array(GridRow),
  mayManage: z.boolean(),
  address: z.object({ email: z.string(), refused: z.string().nullable() }),
})

/** A choice: null takes it back, so that the default holds again. */
export const PreferenceInput = z.object({
  type: ChosenTypeName,
  projectId: ProjectId.nullable().default(null),
  choices: Choices.nullable(),
})

/** What is in force after a choice. */
export const PreferenceAnswer = z.object({ row: GridRow })

const Minute = z.int().min(0).max(1439).nullable()

/** Quiet hours and daily digest, in minutes of the person's own day. */
export const RhythmView = z.object({ quietFrom: Minute, quietUntil: Minute, digestAt: Minute })

/** The same, as it is chosen. */
export const RhythmInput = RhythmView.refine(
  ({ quietFrom, quietUntil }) => (quietFrom === null) === (quietUntil === null),
  {
    error: 'Say when quiet hours begin and when they end.',
    path: ['quietUntil'],
  },
)

/** A message and what became of it. */
export const DeliveryView = z.object({
  id: z.string(),
  type: z.string(),
  title: z.string(),
  isTest: z.boolean(),
  channel: z.enum(['email', 'slack', 'inbox', 'webhook']),
  direct: z.boolean(),
  state: z.enum(['waiting', 'sent', 'failed', 'suppressed', 'grouped', 'held']),
  says: z.string().nullable(),
  note: z.string().nullable(),
  /** How many others went along in it. */
  along: z.int(),
  attempts: z.int(),
  createdAt: instant(),
  settledAt: instant().nullable(),
  nextAt: instant().nullable(),
})

/** A page of messages, newest first. */
export const DeliveriesView = z.object({ items: z.array(DeliveryView), nextCursor: z.string().nullable() })

/** Which page. */
export const DeliveriesQuery = z.object({
  cursor: z
    .string()
    .regex(/^dlv_[0-9a-z]{26}$/, 'Use the nextCursor of the page before.')
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(20),
})

/** How the messages stand that the operator asks for: on their way, arrived, given up. */
export const OperatorDeliveriesQuery = DeliveriesQuery.extend({
  state: z.enum(standings).default('failed'),
})

/** A message of anybody's, as the operator sees it: what became of it and why, not what it says. */
export const OperatorDeliveriesView = z.object({
  items: z.array(DeliveryView.omit({ title: true }).extend({ teamId: z.string() })),
  nextCursor: z.string().nullable(),
})

/** What is tried, and through what. */
export const TestInput = z.object({ type: ChosenTypeName, channel: z.enum(['email', 'slack']) })

/** One line of the inbox. */
export const InboxLine = z.object({
  id: z.string(),
  type: z.string(),
  title: z.string(),
  says: z.string(),
  link: z.object({ label: z.string(), path: z.string() }),
  /** How many of the same kind followed within minutes. */
  along: z.int(),
  at: instant(),
  read: z.boolean(),
})

/** A page of the inbox, newest first. */
export const InboxView = z.object({ items: z.array(InboxLine), nextCursor: z.string().nullable(), unread: z.int() })

/** How many lines were not read yet, counted to 100. */
export const UnreadView = z.object({ unread: z.int() })

/** Lines that were read; all when none are named. */
export const ReadInput = z.object({
  ids: z
    .array(z.string().regex(/^dlv_[0-9a-z]{26}$/))
    .max(200)
    .nullable(),
})

/** What a one-click end ends. */
export const UnsubscribeInput = z.object({ token: z.string().max(200) })

/** Why something about notifications is refused. */
export const notificationRefusals = {
  choice_unknown: { status: 400, message: 'This type of notification has no such choice.' },
  not_per_project: { status: 400, message: 'This type of notification cannot be chosen for one project.' },
  project_unknown: { status: 400, message: 'This team has no such project.' },
} as const

/** Why a test is not sent. */
export const testRefusals = {
  slack_not_connected: { status: 409, message: 'Connect Slack first.' },
  not_by_slack: { status: 400, message: 'This type of notification goes by e-mail only.' },
} as const

/** Why a message is not sent again. */
export const deliveryRefusals = {
  delivery_not_failed: { status: 409, message: 'Only a message that was given up can be sent again.' },
} as const

/** Why a one-click end does nothing. */
export const unsubscribeRefusals = {
  not_one_click: { status: 400, message: 'Send List-Unsubscribe=One-Click as a form (RFC 8058).' },
  link_unknown: {
    status: 410,
    message: 'This link is not one of ours, or it was cut off. Use the whole link of the letter.',
  },
} as const
