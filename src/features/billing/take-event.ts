import type { z } from 'zod'
import { lockTeamRow } from '#access/leaving.queries.ts'
import type { Tx } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import { keepMethod } from './keep-method.ts'
import { noteReturn } from './note-return.ts'
import { insertEvent, knowsEvent, paymentByRef } from './payment.queries.ts'
import { cardAtStripe, cardOfSetup } from './providers/card-setup.ts'
import { providerNamed } from './providers/choose.ts'
import { disputeAbout, type ReturnsAtStripe, refundsAbout } from './providers/stripe-returns.ts'
import { accountOf, saveAccount, teamOfCustomer } from './queries.ts'
import { settle } from './settle.ts'
import type { StripeEvent } from './stripe-event-shape.ts'

type Event = z.output<typeof StripeEvent>

/** What an event came to. */
export type EventOutcome = 'done' | 'repeated' | 'stale' | 'not for us'

/**
 * Takes an event in: once, in any order, however late. The object is asked for first, outside the transaction; then the event's row and what
 * follows from it commit together, so a crash in between leaves neither.
 */
export async function takeEvent(platform: Platform, event: Event, now: Date): Promise<EventOutcome> {
  if (await knowsEvent(platform.db, 'stripe', event.id)) return 'repeated'
  const effect = await effectOf(platform, event, now)
  return platform.db.transaction(async (tx) => {
    const teamThere = effect !== null && (await lockTeamRow(tx, effect.teamId))
    const row = {
      provider: 'stripe',
      event_id: event.id,
      type: event.type,
      created_at: madeAt(event),
      received_at: now,
    }
    if (!(await insertEvent(tx, { ...row, outcome: effect ? 'taken' : 'not for us' }))) return 'repeated'
    return effect && (teamThere || effect.outlivesTeam) ? effect.apply(tx, teamThere) : 'not for us'
  })
}

interface Effect {
  teamId: string
  /** Books are kept after a team is gone. */
  outlivesTeam?: true
  apply(tx: Tx, teamThere: boolean): Promise<EventOutcome>
}

const madeAt = ({ created }: Event): Date => new Date(created * 1_000)

async function effectOf(platform: Platform, event: Event, now: Date): Promise<Effect | null> {
  const { id } = event.data.object
  if (!id) return null
  if (event.type.startsWith('payment_intent.')) return paymentEffect(platform, id, now)
  if (event.type === 'checkout.session.completed') return sessionEffect(platform, id, event)
  if (event.type.startsWith('payment_method.')) return cardEffect(platform, id, event)
  if (event.type.startsWith('charge.dispute.')) return returnEffect(platform, await disputeAbout(platform, id), now)
  if (event.type.startsWith('refund.') || /^charge\.(refunded|refund\.)/.test(event.type))
    return returnEffect(platform, await refundsAbout(platform, id), now)
  return null
}

async function paymentEffect(platform: Platform, ref: string, now: Date): Promise<Effect | null> {
  const payment = await paymentByRef(platform.db, 'stripe', ref)
  if (!payment) return null // begun by us it has an id only once its answer came; until then the tick asks
  const outcome = await providerNamed('stripe').fetchCharge(platform, { ref, teamId: payment.team_id })
  return {
    teamId: payment.team_id,
    apply: async (tx) => {
      await settle(tx, platform, payment.id, outcome, now)
      return 'done'
    },
  }
}

async function returnEffect(platform: Platform, told: ReturnsAtStripe | null, now: Date): Promise<Effect | null> {
  const payment = told && (await paymentByRef(platform.db, 'stripe', told.payment))
  if (!payment) return null
  // The money may go back before we heard that it came.
  const outcome = await providerNamed('stripe').fetchCharge(platform, { ref: told.payment, teamId: payment.team_id })
  return {
    teamId: payment.team_id,
    outlivesTeam: true,
    apply: async (tx, teamThere) => {
      if (teamThere) await settle(tx, platform, payment.id, outcome, now)
      const became = []
      for (const one of told.returns) became.push(await noteReturn(tx, platform, payment, one, { teamThere, now }))
      return became.includes('done') ? 'done' : 'stale'
    },
  }
}

async function sessionEffect(platform: Platform, session: string, event: Event): Promise<Effect | null> {
  const given = await cardOfSetup(platform, session)
  const teamId = given && (await teamOfCustomer(platform.db, 'stripe', given.customer))
  if (!given || !teamId) return null
  return {
    teamId,
    apply: async (tx) => {
      if (await isOld(tx, teamId, event)) return 'stale'
      await keepMethod(tx, platform, teamId, given.method)
      await saveAccount(tx, teamId, { method_watermark: madeAt(event) })
      return 'done'
    },
  }
}

// Banks renew cards by themselves, and people take cards away at Stripe.
async function cardEffect(platform: Platform, ref: string, event: Event): Promise<Effect | null> {
  const { customer, method } = await cardAtStripe(platform, ref)
  const teamId = customer && (await teamOfCustomer(platform.db, 'stripe', customer))
  if (!teamId) return null
  return {
    teamId,
    apply: async (tx) => {
      const { method_ref, method_provider } = await accountOf(tx, teamId)
      if (method_provider !== 'stripe' || method_ref !== ref) return 'not for us'
      if (await isOld(tx, teamId, event)) return 'stale'
      await keepMethod(tx, platform, teamId, method)
      await saveAccount(tx, teamId, { method_watermark: madeAt(event) })
      return 'done'
    },
  }
}

/** Whether something newer was heard of the team's card already (V138). */
async function isOld(tx: Tx, teamId: string, event: Event): Promise<boolean> {
  const { method_watermark: mark } = await accountOf(tx, teamId)
  return mark !== null && mark > madeAt(event)
}
