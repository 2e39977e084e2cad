import type { AuditDetails } from '#platform/audit.ts'
import type { Tx } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import { planName } from './apply-change.ts'
import { planChanged } from './letters.ts'
import { saveWithPlan } from './plan-times.ts'
import type { SubscriptionsTable } from './queries.ts'
import { planWords, type Quote } from './quote.ts'
import { tell } from './tell.ts'
import type { Wanted } from './wanted.ts'

/** Plans a change for the renewal; answers what the audit log says of it. */
export async function scheduleChange(
  tx: Tx,
  platform: Platform,
  row: SubscriptionsTable,
  { plan, interval }: Wanted,
  quote: Quote,
  now: Date,
): Promise<AuditDetails> {
  const next = { next_plan_id: plan.id, next_interval: interval, ends_at_period: false, end_reason: '' }
  const saved = await saveWithPlan(tx, { ...row, ...next })
  const from = planWords(planName(platform, row.plan_id), row.interval)
  const id = `planned:${saved.version}`
  await tell(tx, platform, planChanged(row.team_id, id, { from, to: plan.name, interval, at: quote.effectiveAt }), now)
  return { changes: { plan: { from, to: planWords(plan.name, interval) } }, from: quote.effectiveAt }
}
