import { inTeam } from '#access/guard.ts'
import { lockTeamRow } from '#access/leaving.queries.ts'
import { proofLasts } from '#access/step-up.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { billingView } from './billing-view.ts'
import { BillingView, ChangeProfile } from './contract.ts'
import { accountOf, saveAccount, saveSubscription, subscriptionOf } from './queries.ts'

/** Changes whom invoices are written to. What is issued already stays as it was. */
export const changeProfile = route({
  method: 'PUT',
  path: '/teams/{team}/billing/profile',
  summary: 'Change the billing address',
  access: inTeam('billing.manage', { confirmedWithin: proofLasts }),
  limit: { per: 'user', max: 60, every: minutes(10) },
  input: ChangeProfile,
  output: BillingView,
  versioned: true,
  audit: 'billing.profile_changed',

  async handle({ who: { team }, input, db, platform, now, expectedVersion, refuse, record, unchanged }) {
    return db.transaction(async (tx) => {
      if (!(await lockTeamRow(tx, team.id))) return refuse('not_found')
      const view = () => billingView(tx, platform, team.id, now)
      const row = await subscriptionOf(tx, team.id)
      if (row.version !== expectedVersion) return refuse('changed_meanwhile', { extra: { current: await view() } })
      const seen = await accountOf(tx, team.id)
      const { name, address, country, taxId: tax_id, poNumber: po_number } = input
      const wanted = { name, address, country, tax_id, po_number }
      const changed = (Object.keys(wanted) as (keyof typeof wanted)[]).filter((field) => seen[field] !== wanted[field])
      if (changed.length === 0) {
        unchanged()
        return view()
      }
      await saveAccount(tx, team.id, wanted)
      await saveSubscription(tx, row)
      const changes = Object.fromEntries(changed.map((field) => [field, { from: seen[field], to: wanted[field] }]))
      await record(tx, { changes })
      return view()
    })
  },
})
