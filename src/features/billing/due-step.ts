import { leavingDayOf, lockTeamRow } from '#access/leaving.queries.ts'
import { earlier } from '#platform/clock.ts'
import type { Tx } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import { dropped } from './drop-payment.ts'
import { sendNotices } from './due-notices.ts'
import { endSubscription } from './end-subscription.ts'
import { type Invoice, unsettledInvoices, updateInvoice } from './invoice.queries.ts'
import { noteFailure } from './past-due.ts'
import { beginPayment } from './pay.ts'
import { paymentsOf } from './payment.queries.ts'
import { live } from './plan-times.ts'
import { subscriptionOf } from './queries.ts'
import { renew } from './renew.ts'
import { answerTime, confirmTime } from './rules.ts'
import { settle } from './settle.ts'
import type { Step } from './step.ts'

/** Does the one thing of a team that has been due longest. */
export function takeStep(platform: Platform, teamId: string, now: Date): Promise<Step> {
  return platform.db.transaction(async (tx) => {
    if (!(await lockTeamRow(tx, teamId))) return 'nothing'
    const unsettled = await unsettledInvoices(tx, teamId)
    for (const invoice of unsettled) {
      const step = await stepOfInvoice(tx, platform, invoice, now)
      if (step !== 'nothing') return step
    }
    const running = live(await subscriptionOf(tx, teamId))
    if (!running) return 'nothing'
    const graceOver = running.grace_ends_at && running.grace_ends_at <= now ? running.grace_ends_at : null
    const periodOver = running.period_end <= now ? running.period_end : null
    if (graceOver && (!periodOver || graceOver <= periodOver)) {
      await endSubscription(tx, platform, running, graceOver, now)
      return 'done'
    }
    if (periodOver) {
      // Whoever is alone in the team has chosen to go by then: nobody is charged for what they will not have.
      const leaves = await leavingDayOf(tx, teamId)
      if (running.ends_at_period || (leaves && leaves <= periodOver))
        await endSubscription(tx, platform, running, periodOver, now)
      else return renew(tx, platform, running, now)
      return 'done'
    }
    return (await sendNotices(tx, platform, running, now)) ? 'done' : 'nothing'
  })
}

async function stepOfInvoice(tx: Tx, platform: Platform, invoice: Invoice, now: Date): Promise<Step> {
  const payment = (await paymentsOf(tx, invoice.id)).at(-1)
  const open = payment && ['started', 'confirm', 'awaited'].includes(payment.state) ? payment : null
  if (open?.state === 'started' && open.started_at <= earlier(now, answerTime)) return { payment: open, invoice }
  if (open?.state === 'confirm' && invoice.status === 'draft' && open.started_at <= earlier(now, confirmTime)) {
    await settle(tx, platform, open.id, await dropped(platform, open), now)
    return 'done'
  }
  const due = invoice.status === 'open' && invoice.next_try_at !== null && invoice.next_try_at <= now
  if (!due) return 'nothing'
  if (open?.state === 'awaited') {
    await noteFailure(tx, platform, invoice, { ...open, reason: 'The bank transfer has not come yet.' }, now)
    await updateInvoice(tx, invoice.id, { next_try_at: null })
    return 'done'
  }
  if (open) return 'nothing'
  const leaves = await leavingDayOf(tx, invoice.team_id)
  if (leaves && leaves <= now) return 'nothing'
  return { payment: await beginPayment(tx, platform, invoice, false, now), invoice }
}
