import { inTeam } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { offerRefusals, TeamView } from './contract.ts'
import { dropOffer, openOffer } from './ownership.queries.ts'
import { lockTeam } from './queries.ts'
import { viewOfTeam } from './team-view.ts'
import { tell } from './tell.ts'

/** Declines ownership. Whoever offered it is told. */
export const declineOwnership = route({
  method: 'POST',
  path: '/teams/{team}/ownership-offer/refusal',
  summary: 'Decline ownership of a team',
  access: inTeam('team.view'),
  limit: { per: 'user', max: 20, every: minutes(15) },
  output: TeamView,
  refusals: { no_offer: offerRefusals.no_offer },
  audit: 'team.ownership_declined',

  async handle({ who, db, now, platform, refuse, record }) {
    return db.transaction(async (tx) => {
      const team = (await lockTeam(tx, who.team.id)) ?? refuse('not_found')
      const offer = await openOffer(tx, team.id, now)
      if (!offer || offer.to_id !== who.user.id) return refuse('no_offer')
      await dropOffer(tx, team.id)
      await record(tx, { target: { kind: 'user', id: who.user.id }, name: who.user.fullName })
      const title = `${who.user.fullName} declined to own ${team.name}`
      const says = ['Nothing has changed: it is yours as before.']
      await tell(
        tx,
        platform,
        { name: 'team.ownership_declined', teamId: team.id, to: [offer.from_id], title, says },
        now,
      )
      return (await viewOfTeam(tx, who, now)) ?? refuse('not_found')
    })
  },
})
