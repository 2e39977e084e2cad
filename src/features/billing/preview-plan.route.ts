import { onTrial, planCatalogue } from '#access/entitlements.ts'
import { inTeam } from '#access/guard.ts'
import { planOf, subscriberOf } from '#access/subscriber.queries.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { breaksOf } from './breaks.ts'
import { PreviewView, WantedPlan } from './contract.ts'
import { ProviderFault } from './providers/provider.ts'
import { subscriptionOf } from './queries.ts'
import { planWords } from './quote.ts'
import { changeRefusals } from './refusals.ts'
import { taxOn, taxTotal } from './tax.ts'
import { quoteFor, wantedPlan } from './wanted.ts'

/** What a change of plan would cost now and next time, and what of the team would no longer fit. Changes nothing. */
export const previewPlan = route({
  method: 'POST',
  path: '/teams/{team}/billing/preview',
  summary: 'Preview a change of plan',
  access: inTeam('billing.manage'),
  limit: { per: 'user', max: 120, every: minutes(10) },
  input: WantedPlan,
  output: PreviewView,
  refusals: changeRefusals,
  audit: { none: 'it changes nothing' },

  async handle({ who: { team }, input, db, platform, now, refuse }) {
    const { config } = platform
    const wanted = wantedPlan(platform, input)
    if (typeof wanted === 'string') return refuse(wanted, 'planId')
    const row = await subscriptionOf(db, team.id)
    const quote = quoteFor(platform, row, wanted, now) ?? refuse('plan_same', 'planId')
    const present = await planOf(db, config, team.id, now)
    const subscriber = await subscriberOf(db, team.id)
    const { currency } = planCatalogue(config)
    const sale = { teamId: team.id, currency, says: planWords(wanted.plan.name, wanted.interval) }
    const reckon = (amount: number) =>
      taxOn(db, platform, { ...sale, amount }).catch((error: unknown) => {
        if (error instanceof ProviderFault) return refuse('provider_unreachable')
        throw error
      })
    const [tax, nextTax] = [await reckon(quote.total), await reckon(quote.next.amount)]
    const money = (amount: number) => ({ amount, currency })
    return {
      quotedAt: now,
      kind: quote.kind,
      planName: wanted.plan.name,
      effectiveAt: quote.effectiveAt,
      lines: [
        ...quote.lines.map(({ description, amount }) => ({ description, amount: money(amount) })),
        ...(tax?.lines ?? []).map(({ name, amount }) => ({ description: name, amount: money(amount) })),
      ],
      dueNow: money(quote.total + taxTotal(tax)),
      next: { at: quote.next.at, amount: money(quote.next.amount + taxTotal(nextTax)) },
      breaks: await breaksOf(db, config, team.id, { present, next: wanted.plan }, now),
      endsTrial: subscriber !== null && onTrial(subscriber, now),
      keepsGoing: row.ends_at_period && row.status === 'active',
    }
  },
})
