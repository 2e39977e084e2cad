import { z } from 'zod'
import { instant } from '#platform/http/schemas.ts'

const Money = z.object({ amount: z.int().describe('Minor units'), currency: z.string() })
const Interval = z.enum(['month', 'year'])

/** The kinds of letters a billing contact can get. */
export const contactKinds = ['payment_due', 'payment_failed', 'receipt', 'plan_changed'] as const

/** One of them. */
export type ContactKind = (typeof contactKinds)[number]

const line = (most: number) =>
  z
    .string()
    .normalize('NFC')
    .trim()
    .max(most, `Use at most ${most} characters.`)
    .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]*$/u, 'Control and invisible characters cannot be used here.')

/** Whom invoices are written to. */
export const ChangeProfile = z.object({
  name: line(120),
  address: z
    .string()
    .normalize('NFC')
    .trim()
    .max(400, 'Use at most 400 characters.')
    .regex(
      /^(?:[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]|\n)*$/u,
      'Control and invisible characters cannot be used here.',
    )
    .refine((text) => text.split('\n').length <= 6, 'Use at most six lines.'),
  country: line(60),
  taxId: line(40),
  poNumber: line(60),
})

/** Who else gets letters about money, and which. */
export const ChangeContacts = z.object({
  contacts: z
    .array(
      z.object({ email: z.string().max(254), kinds: z.array(z.enum(contactKinds)).min(1).max(contactKinds.length) }),
    )
    .max(10, 'At most ten contacts.'),
})

/** To which contact the link goes once more. */
export const SendContactLink = z.object({ email: z.string().max(254) })

/** The secret of the link in a contact's letter. */
export const ConfirmContact = z.object({ token: z.string().max(200) })

/** Whose letters come to the mailbox from now on. */
export const ContactConfirmed = z.object({ email: z.string(), team: z.string() })

/** A plan somebody would like, and how often they would pay. */
export const WantedPlan = z.object({ planId: z.string().max(60), interval: Interval })

/** The same, confirmed: `quotedAt` is the instant of the preview whose amounts were agreed to. */
export const ChangePlan = WantedPlan.extend({ quotedAt: z.iso.datetime() })

/** Why a plan is cancelled; may be left empty. */
export const CancelPlan = z.object({ reason: line(500).default('') })

/**
 * A card of the practice provider by its name. With Stripe nothing at first: the answer leads to its page; then the session of that page. The
 * plan somebody is about to choose comes along and back.
 */
export const SetPaymentMethod = z.object({
  card: z.enum(['success', 'decline', 'confirm', 'expiring']).optional(),
  session: z
    .string()
    .max(200)
    .regex(/^cs_\w+$/, 'This is no session.')
    .optional(),
  planId: z
    .string()
    .max(60)
    .regex(/^[a-z][a-z0-9-]*$/, 'This is no plan.')
    .optional(),
  interval: Interval.optional(),
})

/** What the person says to the practice bank. */
export const ConfirmPayment = z.object({ approve: z.boolean() })

const PlanOffer = z.object({
  id: z.string(),
  name: z.string(),
  monthly: Money.nullable().describe('null: by agreement, or not sold by the month'),
  yearly: Money.nullable(),
  current: z.boolean(),
  basic: z.boolean(),
  limits: z.object({
    projects: z.int().nullable(),
    members: z.int().nullable(),
    runsPerPeriod: z.int().nullable(),
    crawlsPerPeriod: z.int().nullable(),
    resultDays: z.int().nullable(),
    auditLog: z.boolean(),
    teamTwoFactor: z.boolean(),
  }),
})

/** Everything the Billing tab shows. */
export const BillingView = z.object({
  version: z.int(),
  provider: z.enum(['practice', 'stripe', 'invoice']),
  forSale: z.boolean().describe('false: this installation has nothing to sell'),
  status: z.enum(['free', 'trial', 'active', 'past_due', 'canceled']),
  plan: z.object({ id: z.string(), name: z.string() }),
  interval: Interval.nullable(),
  price: Money.nullable(),
  trialEndsAt: instant().nullable(),
  period: z.object({ startsAt: instant(), endsAt: instant() }).nullable(),
  nextPayment: z.object({ at: instant(), amount: Money }).nullable(),
  plusTax: z.boolean().describe('Prices are before tax, which the payment provider adds'),
  endsAt: instant().nullable().describe('Canceled: the plan ends then'),
  basicPlan: z.string(),
  scheduled: z.object({ planId: z.string(), name: z.string(), interval: Interval, at: instant() }).nullable(),
  pastDue: z
    .object({
      since: instant(),
      graceEndsAt: instant(),
      nextTryAt: instant().nullable(),
      amount: Money,
      reason: z.string().nullable(),
    })
    .nullable(),
  pending: z
    .object({ amount: Money, confirmUrl: z.string().nullable(), planName: z.string(), since: instant() })
    .nullable()
    .describe('A payment under way: to be confirmed at its address, or without an answer yet'),
  paymentMethod: z.object({ label: z.string(), expiresAt: instant().nullable(), elsewhere: z.boolean() }).nullable(),
  profile: z.object({
    name: z.string(),
    address: z.string(),
    country: z.string(),
    taxId: z.string(),
    poNumber: z.string(),
  }),
  contacts: z.array(
    z.object({
      email: z.string(),
      kinds: z.array(z.enum(contactKinds)),
      proven: z.boolean().describe('false: only the link that confirms the mailbox went there so far'),
    }),
  ),
  plans: z.array(PlanOffer),
})

/** What a change would cost, when it would happen, and what would no longer fit. */
export const PreviewView = z.object({
  quotedAt: instant(),
  kind: z.enum(['start', 'now', 'renewal']),
  planName: z.string(),
  effectiveAt: instant(),
  lines: z.array(z.object({ description: z.string(), amount: Money })),
  dueNow: Money,
  next: z.object({ at: instant(), amount: Money }),
  breaks: z.array(z.string()).describe('What is beyond the limits of the new plan today'),
  endsTrial: z.boolean(),
  keepsGoing: z.boolean().describe('A cancellation is taken back by this'),
})

/** What became of an act that costs: done, or to be confirmed at an address. */
export const PaidView = z.object({
  state: z.enum(['done', 'confirm', 'redirect']),
  url: z.string().nullable(),
  billing: BillingView,
})

/** An invoice in the list. */
export const InvoiceView = z.object({
  id: z.string(),
  number: z.string(),
  status: z.enum(['open', 'paid', 'void', 'uncollectible']),
  total: Money,
  issuedAt: instant(),
  dueAt: instant().nullable(),
  paidAt: instant().nullable(),
  tax: Money.nullable().describe('Part of the total; null: none'),
  returns: z
    .array(z.object({ says: z.string(), amount: Money, at: instant() }))
    .describe('Refunds and disputes, oldest first'),
  says: z.string(),
})

/** A page of invoices. */
export const InvoicesView = z.object({ items: z.array(InvoiceView), nextCursor: z.string().nullable() })

/** Which page of invoices is asked for. */
export const InvoicesQuery = z.object({
  cursor: z
    .string()
    .regex(/^inv_[0-9a-hjkmnp-tv-z]{26}$/, 'Use the nextCursor of the page before.')
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(20),
})

/** Whether the team's payments are in order, for everybody in it. */
export const StandingView = z.object({
  pastDue: z.object({ since: instant(), graceEndsAt: instant(), nextTryAt: instant().nullable() }).nullable(),
  planName: z.string(),
  basicPlan: z.string(),
})

/** Open invoices of every team, for the operator. */
export const OpenInvoicesView = z.object({
  items: z.array(InvoiceView.extend({ team: z.string(), name: z.string(), byTransfer: z.boolean() })),
})
