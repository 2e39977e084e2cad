import type { z } from 'zod'
import { entitlements, onTrial, planCatalogue } from '#access/entitlements.ts'
import type { Plan } from '#access/plan-catalogue.ts'
import { subscriberOf } from '#access/subscriber.queries.ts'
import type { Reader } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import { planName } from './apply-change.ts'
import { contactsOf } from './contact.queries.ts'
import type { BillingView, ContactKind } from './contract.ts'
import { unsettledInvoices } from './invoice.queries.ts'
import { paymentsOf } from './payment.queries.ts'
import { live, planEnds } from './plan-times.ts'
import { accountOf, type SubscriptionsTable, subscriptionOf } from './queries.ts'
import { forSale, priceOf } from './quote.ts'
import { addsTax } from './tax.ts'

/** Everything the Billing tab shows of a team. */
export async function billingView(
  on: Reader,
  { config }: Platform,
  teamId: string,
  now: Date,
): Promise<z.input<typeof BillingView>> {
  const catalogue = planCatalogue(config)
  const { currency, basic } = catalogue
  const money = (amount: number) => ({ amount, currency })
  const row = await subscriptionOf(on, teamId)
  const running = live(row)
  const account = await accountOf(on, teamId)
  const subscriber = await subscriberOf(on, teamId)
  const plan = subscriber ? entitlements(config, subscriber, now) : null
  const trial = subscriber !== null && onTrial(subscriber, now)
  const ends = running && planEnds(running)
  const unsettled = await unsettledInvoices(on, teamId)
  const owed = unsettled.find(({ status }) => status === 'open')
  const offers = [
    ...catalogue.plans.filter(({ id }) => id === basic),
    ...catalogue.plans.filter(({ id }) => id !== basic),
  ]
  const scheduled = running?.next_plan_id && running.next_interval && !running.ends_at_period ? running : null
  return {
    version: row.version,
    provider: config.payments,
    forSale: forSale(catalogue).length > 0,
    status: statusOf(row, trial),
    plan: { id: plan?.id ?? basic, name: plan?.name ?? basic },
    interval: running?.interval ?? null,
    price: running ? money(running.price) : null,
    trialEndsAt: trial ? (subscriber?.trialEndsAt ?? null) : null,
    period: running && { startsAt: running.period_start, endsAt: running.period_end },
    nextPayment:
      running?.status === 'active' && !running.ends_at_period ? nextPayment(running, catalogue.plans, money) : null,
    plusTax: addsTax(config),
    endsAt: running?.ends_at_period ? ends : null,
    basicPlan: planName({ config }, basic),
    scheduled: scheduled && {
      planId: scheduled.next_plan_id ?? '',
      name: planName({ config }, scheduled.next_plan_id ?? ''),
      interval: scheduled.next_interval ?? 'month',
      at: scheduled.period_end,
    },
    pastDue:
      row.past_due_since && row.grace_ends_at && owed
        ? {
            since: row.past_due_since,
            graceEndsAt: row.grace_ends_at,
            nextTryAt: owed.next_try_at,
            amount: { amount: owed.total, currency: owed.currency },
            reason: (await paymentsOf(on, owed.id)).findLast(({ reason }) => reason)?.reason ?? null,
          }
        : null,
    pending: await pendingOf(on, { config }, unsettled),
    paymentMethod: account.method_label
      ? {
          label: account.method_label,
          expiresAt: account.method_expires_at,
          elsewhere: account.method_provider !== config.payments,
        }
      : null,
    profile: {
      ...{ name: account.name, address: account.address, country: account.country },
      ...{ taxId: account.tax_id, poNumber: account.po_number },
    },
    contacts: (await contactsOf(on, teamId)).map(({ email, kinds, proven_at }) => ({
      ...{ email, kinds: kinds as ContactKind[], proven: proven_at !== null },
    })),
    plans: offers.map((one) =>
      offerOf(one, { current: one.id === plan?.id && !trial, basic: one.id === basic }, money),
    ),
  }
}

function statusOf({ status, ends_at_period }: SubscriptionsTable, trial: boolean) {
  if (status === 'past_due') return 'past_due' as const
  if (status === 'active') return ends_at_period ? ('canceled' as const) : ('active' as const)
  if (trial) return 'trial' as const
  return status === 'canceled' ? ('canceled' as const) : ('free' as const)
}

type MoneyOf = (amount: number) => { amount: number; currency: string }

function nextPayment(row: SubscriptionsTable & { period_end: Date }, plans: readonly Plan[], money: MoneyOf) {
  const plan = plans.find(({ id }) => id === (row.next_plan_id ?? row.plan_id))
  const price = plan ? priceOf(plan, row.next_interval ?? row.interval) : null
  return price === null ? null : { at: row.period_end, amount: money(price) }
}

async function pendingOf(
  on: Reader,
  platform: Pick<Platform, 'config'>,
  unsettled: Awaited<ReturnType<typeof unsettledInvoices>>,
) {
  for (const invoice of unsettled) {
    const last = (await paymentsOf(on, invoice.id)).at(-1)
    if (last?.state !== 'started' && last?.state !== 'confirm') continue
    return {
      amount: { amount: invoice.total, currency: invoice.currency },
      confirmUrl: last.confirm_url,
      planName: planName(platform, invoice.plan_id),
      since: last.started_at,
    }
  }
  return null
}

function offerOf(plan: Plan, is: { current: boolean; basic: boolean }, money: MoneyOf) {
  const { id, name, monthlyPrice, yearlyPrice, projects, members, runsPerPeriod, crawlsPerPeriod, resultDays } = plan
  const { auditLog, teamTwoFactor } = plan
  return {
    ...{ id, name, ...is },
    monthly: monthlyPrice === null ? null : money(monthlyPrice),
    yearly: yearlyPrice === null ? null : money(yearlyPrice),
    limits: { projects, members, runsPerPeriod, crawlsPerPeriod, resultDays, auditLog, teamTwoFactor },
  }
}
