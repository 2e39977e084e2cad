import type { Reader, Tx } from '#platform/db/db.ts'
import type { Interval } from './rules.ts'

/** Who is billed, and how they pay. */
export interface BillingAccountsTable {
  team_id: string
  name: string
  address: string
  country: string
  tax_id: string
  po_number: string
  method_provider: string | null
  method_ref: string | null
  method_label: string | null
  method_expires_at: Date | null
  method_warned_for: Date | null
  method_watermark: Date | null
}

interface BillingCustomersTable {
  team_id: string
  provider: string
  ref: string
}

/** A team's subscription; `none` before the first. */
export interface SubscriptionsTable {
  team_id: string
  status: 'none' | 'active' | 'past_due' | 'canceled'
  plan_id: string
  interval: Interval
  price: number
  plan_since: Date | null
  anchor_at: Date | null
  period_start: Date | null
  period_end: Date | null
  ends_at_period: boolean
  end_reason: string
  next_plan_id: string | null
  next_interval: Interval | null
  past_due_since: Date | null
  grace_ends_at: Date | null
  told_renewal: Date | null
  version: number
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    billing_accounts: BillingAccountsTable
    billing_customers: BillingCustomersTable
    subscriptions: SubscriptionsTable
  }
}

const noSubscription = (teamId: string): SubscriptionsTable => ({
  team_id: teamId,
  status: 'none',
  plan_id: '',
  interval: 'month',
  price: 0,
  plan_since: null,
  anchor_at: null,
  period_start: null,
  period_end: null,
  ends_at_period: false,
  end_reason: '',
  next_plan_id: null,
  next_interval: null,
  past_due_since: null,
  grace_ends_at: null,
  told_renewal: null,
  version: 1,
})

const noAccount = (teamId: string): BillingAccountsTable => ({
  team_id: teamId,
  name: '',
  address: '',
  country: '',
  tax_id: '',
  po_number: '',
  method_provider: null,
  method_ref: null,
  method_label: null,
  method_expires_at: null,
  method_warned_for: null,
  method_watermark: null,
})

/** A team's subscription; for a team that never had one, that there is none. */
export async function subscriptionOf(on: Reader, teamId: string): Promise<SubscriptionsTable> {
  const row = await on.query.selectFrom('subscriptions').selectAll().where('team_id', '=', teamId).executeTakeFirst()
  return row ?? noSubscription(teamId)
}

/** Writes a subscription; its version goes up by one. The caller holds the team's lock and read it under that lock. */
export async function saveSubscription(tx: Tx, row: SubscriptionsTable): Promise<SubscriptionsTable> {
  const saved = { ...row, version: row.version + 1 }
  const { team_id: _, ...change } = saved
  await tx.query
    .insertInto('subscriptions')
    .values(saved)
    .onConflict((conflict) => conflict.column('team_id').doUpdateSet(change))
    .execute()
  return saved
}

/** Who is billed, and how they pay. */
export async function accountOf(on: Reader, teamId: string): Promise<BillingAccountsTable> {
  const row = await on.query.selectFrom('billing_accounts').selectAll().where('team_id', '=', teamId).executeTakeFirst()
  return row ?? noAccount(teamId)
}

/** Changes who is billed or how they pay. */
export async function saveAccount(
  tx: Tx,
  teamId: string,
  change: Partial<Omit<BillingAccountsTable, 'team_id'>>,
): Promise<void> {
  await tx.query
    .insertInto('billing_accounts')
    .values({ ...noAccount(teamId), ...change })
    .onConflict((conflict) => conflict.column('team_id').doUpdateSet(change))
    .execute()
}

/** Whom a provider knows a team as. */
export async function customerOf(on: Reader, teamId: string, provider: string): Promise<string | undefined> {
  const row = await on.query
    .selectFrom('billing_customers')
    .select('ref')
    .where('team_id', '=', teamId)
    .where('provider', '=', provider)
    .executeTakeFirst()
  return row?.ref
}

/** The team a provider's customer is. */
export async function teamOfCustomer(on: Reader, provider: string, ref: string): Promise<string | undefined> {
  const row = await on.query
    .selectFrom('billing_customers')
    .select('team_id')
    .where('provider', '=', provider)
    .where('ref', '=', ref)
    .executeTakeFirst()
  return row?.team_id
}

/** Remembers whom a provider knows a team as; the first one stays. */
export async function insertCustomer(tx: Tx, customer: BillingCustomersTable): Promise<void> {
  await tx.query
    .insertInto('billing_customers')
    .values(customer)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** What a team is called. */
export async function teamNameOf(on: Reader, teamId: string): Promise<string> {
  const row = await on.query.selectFrom('teams').select('name').where('id', '=', teamId).executeTakeFirst()
  return row?.name ?? ''
}
