import { lockTeamRow } from '#access/leaving.queries.ts'
import { days, earlier, minutes } from '#platform/clock.ts'
import type { Platform } from '#platform/platform.ts'
import { invoiceById } from './invoice.queries.ts'
import { noteReturn, returnsSince } from './note-return.ts'
import { askForMoney } from './pay.ts'
import { deleteEventsBefore, payLater, paymentByRef } from './payment.queries.ts'
import { ProviderFault } from './providers/provider.ts'
import { returnsAfter } from './providers/stripe-returns.ts'
import { settle } from './settle.ts'

const most = 500
/** Far longer than a provider repeats an event. */
const eventsKept = days(90)

/** Asks the provider about every payment whose end was never heard of, and about money that went back: what webhooks lost is found within a day. */
export async function reconcile(platform: Platform, now: Date): Promise<void> {
  for (const payment of await payLater(platform.db, earlier(now, minutes(10)), most)) {
    const invoice = await invoiceById(platform.db, payment.invoice_id)
    if (!invoice) continue
    try {
      const outcome = await askForMoney(platform, payment, invoice, now)
      await platform.db.transaction(async (tx) => {
        if (await lockTeamRow(tx, payment.team_id)) await settle(tx, platform, payment.id, outcome, now)
      })
    } catch (error) {
      if (!(error instanceof ProviderFault)) throw error
      platform.log.warn({ err: error, paymentId: payment.id }, 'a payment could not be asked about')
    }
  }
  await lookForReturns(platform, now)
  await deleteEventsBefore(platform.db, earlier(now, eventsKept))
}

async function lookForReturns(platform: Platform, now: Date): Promise<void> {
  if (!platform.config.STRIPE_SECRET_KEY) return
  try {
    for (const { payment: ref, returns } of await returnsAfter(platform, returnsSince(now))) {
      const payment = await paymentByRef(platform.db, 'stripe', ref)
      if (!payment) continue
      await platform.db.transaction(async (tx) => {
        const teamThere = await lockTeamRow(tx, payment.team_id)
        for (const one of returns) await noteReturn(tx, platform, payment, one, { teamThere, now })
      })
    }
  } catch (error) {
    if (!(error instanceof ProviderFault)) throw error
    platform.log.warn({ err: error }, 'refunds and disputes could not be asked about')
  }
}
