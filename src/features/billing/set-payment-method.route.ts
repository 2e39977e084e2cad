import { planCatalogue } from '#access/entitlements.ts'
import { inTeam } from '#access/guard.ts'
import { lockTeamRow } from '#access/leaving.queries.ts'
import { proofLasts } from '#access/step-up.ts'
import { hours } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { billingView } from './billing-view.ts'
import { PaidView, SetPaymentMethod } from './contract.ts'
import { keepMethod } from './keep-method.ts'
import { cardOfSetup, startCardSetup } from './providers/card-setup.ts'
import { practiceMethod } from './providers/practice.ts'
import { ProviderFault } from './providers/provider.ts'
import { forSale } from './quote.ts'
import { methodRefusals } from './refusals.ts'
import { stripeCustomer } from './stripe-customer.ts'

/** Sets how a team pays. Cards are given at the payment provider's own page; the practice provider has a list of them. */
export const setPaymentMethod = route({
  method: 'PUT',
  path: '/teams/{team}/billing/payment-method',
  summary: 'Set the payment method',
  access: inTeam('billing.manage', { confirmedWithin: proofLasts }),
  limit: { per: 'user', max: 30, every: hours(1) },
  input: SetPaymentMethod,
  output: PaidView,
  refusals: methodRefusals,
  audit: 'billing.payment_method_changed',

  async handle({ who: { team }, input, db, platform, now, refuse, record, unchanged }) {
    const { config } = platform
    if (config.payments === 'invoice') return refuse('no_cards')
    if (forSale(planCatalogue(config)).length === 0) return refuse('nothing_for_sale')
    const unreachable = (error: unknown) => {
      if (error instanceof ProviderFault) return refuse('provider_unreachable')
      throw error
    }
    const given = async () => {
      if (config.payments === 'practice') return practiceMethod(input.card ?? refuse('card_needed', 'card'), now)
      if (!input.session) return null
      const found =
        (await cardOfSetup(platform, input.session).catch(unreachable)) ?? refuse('card_not_given', 'session')
      // A session of somebody else's customer is none of this team's (V78).
      return found.customer === (await stripeCustomer(platform, team).catch(unreachable))
        ? found.method
        : refuse('card_not_given', 'session')
    }
    const method = await given()
    if (!method) {
      unchanged()
      const customer = await stripeCustomer(platform, team).catch(unreachable)
      const then = input.planId ? `&plan=${input.planId}&interval=${input.interval ?? 'month'}` : ''
      const { currency } = planCatalogue(config)
      const url = await startCardSetup(platform, { customer, teamId: team.id, currency, then }).catch(unreachable)
      return { state: 'redirect' as const, url, billing: await billingView(db, platform, team.id, now) }
    }
    return db.transaction(async (tx) => {
      if (!(await lockTeamRow(tx, team.id))) return refuse('not_found')
      const changed = await keepMethod(tx, platform, team.id, method)
      if (changed) await record(tx, { changes: { card: changed } })
      else unchanged()
      return { state: 'done' as const, url: null, billing: await billingView(tx, platform, team.id, now) }
    })
  },
})
