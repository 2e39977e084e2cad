import { planCatalogue } from '#access/entitlements.ts'
import { planOf } from '#access/subscriber.queries.ts'
import { noteLimits } from '#features/usage/public.ts'
import type { AuditDetails } from '#platform/audit.ts'
import type { Tx } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import type { Invoice } from './invoice.queries.ts'
import { planChanged } from './letters.ts'
import { noteSystem } from './note-system.ts'
import { live, saveWithPlan } from './plan-times.ts'
import { subscriptionOf } from './queries.ts'
import { planWords } from './quote.ts'
import { tell } from './tell.ts'

/** Writes the audit row of a change in the transaction that makes it. */
export type Recorder = (tx: Tx, details: AuditDetails) => Promise<void>

/** What a plan is called here; its id where the operator took it out of the catalogue. */
export const planName = ({ config }: Pick<Platform, 'config'>, id: string): string =>
  planCatalogue(config).plans.find((plan) => plan.id === id)?.name ?? id

/** Puts a team on the plan that an invoice pays for, and tells of it. */
export async function applyChange(
  tx: Tx,
  platform: Platform,
  { id, team_id, change }: Invoice,
  now: Date,
  record?: Recorder,
): Promise<void> {
  if (!change) throw new Error('an invoice of a change says what it changes')
  const row = await subscriptionOf(tx, team_id)
  const before = live(row)
  const from = before
    ? planWords(planName(platform, before.plan_id), before.interval)
    : (await planOf(tx, platform.config, team_id, now)).name
  await saveWithPlan(tx, {
    ...row,
    ...{ status: 'active', plan_id: change.planId, interval: change.interval, price: change.price },
    ...{ plan_since: new Date(change.effectiveAt), anchor_at: new Date(change.anchorAt) },
    ...{ period_start: new Date(change.periodStart), period_end: new Date(change.periodEnd) },
    ...{ ends_at_period: false, end_reason: '', next_plan_id: null, next_interval: null },
    ...{ past_due_since: null, grace_ends_at: null },
  })
  await noteLimits(tx, platform, team_id, now)
  const to = planName(platform, change.planId)
  const details = {
    target: { kind: 'invoice', id },
    changes: { plan: { from, to: planWords(to, change.interval) } },
  }
  if (record) await record(tx, details)
  else await noteSystem(tx, team_id, 'billing.plan_changed', details, now)
  await tell(tx, platform, planChanged(team_id, id, { from, to, interval: change.interval, at: null }), now)
}
