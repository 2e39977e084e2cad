import { inTeam } from '#access/guard.ts'
import { proofLasts } from '#access/step-up.ts'
import { minutes } from '#platform/clock.ts'
import { canonicalEmail } from '#platform/email-address.ts'
import { route } from '#platform/http/route.ts'
import { anchorOf, putAnchor } from './anchor.queries.ts'
import { AnchorView, anchorRefusals, SetAnchor } from './anchor-contract.ts'
import { demandPlan } from './reading.ts'

/** Chooses who gets the latest checkpoint by mail: whoever keeps it notices when the log is cut short with its checkpoints. */
export const setAnchor = route({
  method: 'PUT',
  path: '/teams/{team}/audit/anchor',
  summary: 'Choose who gets checkpoints of the audit log by mail',
  access: inTeam('audit.manage', { confirmedWithin: proofLasts }),
  limit: { per: 'user', max: 60, every: minutes(10) },
  input: SetAnchor,
  output: AnchorView,
  versioned: true,
  refusals: anchorRefusals,
  audit: 'audit.anchor_changed',

  async handle(handling) {
    await demandPlan(handling)
    const { who, input, db, expectedVersion, refuse, record, unchanged } = handling
    const wanted = input.addresses.map((text) => {
      const read = canonicalEmail(text)
      return read.ok ? read.canonical : refuse('email_invalid', 'addresses')
    })
    const next = { toAuditors: input.toAuditors, addresses: [...new Set(wanted)].sort() }
    return db.transaction(async (tx) => {
      const seen = await anchorOf(tx, who.team.id)
      const changes = {
        ...(seen.toAuditors !== next.toAuditors && { toAuditors: { from: seen.toAuditors, to: next.toAuditors } }),
        ...(seen.addresses.join() !== next.addresses.join() && {
          addresses: { from: seen.addresses, to: next.addresses },
        }),
      }
      const current = seen.version === expectedVersion
      if (current && Object.keys(changes).length === 0) {
        unchanged()
        return seen
      }
      if (!current || !(await putAnchor(tx, who.team.id, next, expectedVersion)))
        refuse('changed_meanwhile', { extra: { current: await anchorOf(tx, who.team.id) } })
      await record(tx, { changes })
      return anchorOf(tx, who.team.id)
    })
  },
})
