import { planCatalogue } from '#access/entitlements.ts'
import { leavingDayOf } from '#access/leaving.queries.ts'
import { later } from '#platform/clock.ts'
import type { Tx } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import { cardEnding, renewalDue } from './letters.ts'
import type { LiveSubscription } from './plan-times.ts'
import { providerOf } from './providers/choose.ts'
import { accountOf, saveAccount, saveSubscription } from './queries.ts'
import { planWords, priceOf } from './quote.ts'
import { cardNotice, renewalNotice } from './rules.ts'
import { addsTax } from './tax.ts'
import { tell } from './tell.ts'

/** Writes the letters that are due before something happens, each once; answers whether there was one. */
export async function sendNotices(tx: Tx, platform: Platform, running: LiveSubscription, now: Date): Promise<boolean> {
  if (running.ends_at_period) return false
  const leaves = await leavingDayOf(tx, running.team_id)
  if (leaves && leaves <= running.period_end) return false
  return (await renewalNoticeOf(tx, platform, running, now)) || (await cardNoticeOf(tx, platform, running, now))
}

async function renewalNoticeOf(tx: Tx, platform: Platform, running: LiveSubscription, now: Date): Promise<boolean> {
  const { period_end: at, told_renewal, team_id, interval } = running
  if (interval !== 'year' || at > later(now, renewalNotice) || told_renewal?.getTime() === at.getTime()) return false
  await saveSubscription(tx, { ...running, told_renewal: at, version: running.version - 1 }) // nobody's edit is in its way
  const { plans, currency } = planCatalogue(platform.config)
  const plusTax = addsTax(platform.config)
  const [planId, next] = [running.next_plan_id ?? running.plan_id, running.next_interval ?? interval]
  const plan = plans.find(({ id }) => id === planId)
  const amount = plan ? priceOf(plan, next) : null
  if (plan && amount)
    await tell(
      tx,
      platform,
      renewalDue(team_id, { plan: planWords(plan.name, next), amount, currency, at, plusTax }),
      now,
    )
  return true
}

async function cardNoticeOf(tx: Tx, platform: Platform, { team_id }: LiveSubscription, now: Date): Promise<boolean> {
  const {
    method_expires_at: ends,
    method_warned_for: warned,
    method_label,
    method_provider,
  } = await accountOf(tx, team_id)
  if (!ends || ends > later(now, cardNotice) || warned?.getTime() === ends.getTime()) return false
  await saveAccount(tx, team_id, { method_warned_for: ends })
  if (method_provider === providerOf(platform.config).name) {
    await tell(tx, platform, cardEnding(team_id, method_label ?? 'The card', ends), now)
  }
  return true
}
