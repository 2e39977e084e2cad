import { inTeam } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { offerRefusals, TeamView } from './contract.ts'
import { dropOffer, openOffer } from './ownership.queries.ts'
import { lockTeam } from './queries.ts'
import { viewOfTeam } from './team-view.ts'
import { tell } from './tell.ts'

/** Takes an offer of ownership back. */
export const cancelOwnershipOffer = route({
  method: 'DELETE',
  path: '/teams/{team}/ownership-offer',
  summary: 'Take an offer of ownership back',
  access: inTeam('team.own'),
  limit: { per: 'user', max: 60, every: minutes(15) },
  output: TeamView,
  refusals: { no_offer: offerRefusals.no_offer },
  audit: 'team.ownership_offer_cancelled',

  async handle({ who, db, now, platform, refuse, record }) {
    return db.transaction(async (tx) => {
      const team = (await lockTeam(tx, who.team.id)) ?? refuse('not_found')
      const offer = (await openOffer(tx, team.id, now)) ?? refuse('no_offer')
      await dropOffer(tx, team.id)
      await record(tx, { target: { kind: 'user', id: offer.to_id }, name: offer.to_name })
      const title = `The offer to own ${team.name} was taken back`
      const says = ['Nothing has changed: it stays with whoever offered it.']
      const to = [offer.to_id]
      await tell(tx, platform, { name: 'team.ownership_offer_cancelled', teamId: team.id, to, title, says }, now)
      return (await viewOfTeam(tx, who, now)) ?? refuse('not_found')
    })
  },
})
