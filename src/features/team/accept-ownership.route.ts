import { inTeam } from '#access/guard.ts'
import { proofLasts } from '#access/step-up.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { offerRefusals, TeamView } from './contract.ts'
import { memberOf, setRole } from './membership.queries.ts'
import { dropOffer, openOffer } from './ownership.queries.ts'
import { lockTeam } from './queries.ts'
import { viewOfTeam } from './team-view.ts'
import { tell } from './tell.ts'

/** Accepts ownership. Whoever offered it must still own the team; they become an admin, or stay an owner where both agreed to share. */
export const acceptOwnership = route({
  method: 'POST',
  path: '/teams/{team}/ownership-offer/acceptance',
  summary: 'Accept ownership of a team',
  access: inTeam('team.view', { confirmedWithin: proofLasts, secondFactor: true }),
  limit: { per: 'user', max: 20, every: minutes(15) },
  output: TeamView,
  refusals: { no_offer: offerRefusals.no_offer },
  audit: 'team.ownership_accepted',

  async handle({ who, db, now, platform, refuse, record }) {
    return db.transaction(async (tx) => {
      const team = (await lockTeam(tx, who.team.id)) ?? refuse('not_found')
      const offer = await openOffer(tx, team.id, now)
      if (!offer || offer.to_id !== who.user.id) return refuse('no_offer')
      const giver = await memberOf(tx, team.id, offer.from_id)
      const receiver = await memberOf(tx, team.id, who.user.id)
      if (giver?.role !== 'owner' || !receiver) return refuse('no_offer')
      await dropOffer(tx, team.id)
      await setRole(tx, team.id, receiver.user_id, 'owner')
      if (!offer.shared) await setRole(tx, team.id, giver.user_id, 'admin')
      const changes = {
        role: { from: receiver.role, to: 'owner' },
        formerOwner: { from: 'owner', to: offer.shared ? 'owner' : 'admin' },
      }
      const target = { kind: 'user', id: receiver.user_id }
      await record(tx, {
        target,
        name: receiver.full_name,
        from: { id: giver.user_id, name: giver.full_name },
        changes,
      })
      const title = `${receiver.full_name} owns ${team.name} now`
      const says = [offer.shared ? `Together with ${giver.full_name}.` : `${giver.full_name} is an admin from now on.`]
      const to = [giver.user_id, receiver.user_id]
      await tell(tx, platform, { name: 'team.ownership_accepted', teamId: team.id, to, title, says }, now)
      const seen = { team: { id: team.id, role: 'owner' as const }, user: who.user }
      return (await viewOfTeam(tx, seen, now)) ?? refuse('not_found')
    })
  },
})
