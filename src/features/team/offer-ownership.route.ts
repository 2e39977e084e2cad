import { inTeam } from '#access/guard.ts'
import { proofLasts } from '#access/step-up.ts'
import { later, minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { OfferOwnership, offerRefusals, TeamView } from './contract.ts'
import { memberOf } from './membership.queries.ts'
import { putOffer } from './ownership.queries.ts'
import { lockTeam } from './queries.ts'
import { offerLives } from './rules.ts'
import { viewOfTeam } from './team-view.ts'
import { tell } from './tell.ts'

/** Offers ownership to a member, who has seven days to accept; until then nothing changes. `shared`: whoever offers stays an owner too. */
export const offerOwnership = route({
  method: 'POST',
  path: '/teams/{team}/ownership-offer',
  summary: 'Offer ownership of a team',
  access: inTeam('team.own', { confirmedWithin: proofLasts, secondFactor: true }),
  limit: { per: 'user', max: 20, every: minutes(15) },
  input: OfferOwnership,
  output: TeamView,
  status: 201,
  refusals: { offer_to_yourself: offerRefusals.offer_to_yourself, is_owner_already: offerRefusals.is_owner_already },
  audit: 'team.ownership_offered',

  async handle({ who, input: { memberId, shared }, db, now, platform, refuse, record }) {
    return db.transaction(async (tx) => {
      const team = (await lockTeam(tx, who.team.id)) ?? refuse('not_found')
      if (memberId === who.user.id) refuse('offer_to_yourself', 'memberId')
      const receiver = (await memberOf(tx, team.id, memberId)) ?? refuse('not_found')
      if (receiver.role === 'owner') refuse('is_owner_already', 'memberId')
      const expiresAt = later(now, offerLives)
      const people = { team_id: team.id, from_id: who.user.id, to_id: receiver.user_id }
      await putOffer(tx, { ...people, shared, created_at: now, expires_at: expiresAt })
      await record(tx, { target: { kind: 'user', id: receiver.user_id }, name: receiver.full_name, shared, expiresAt })
      const title = `${who.user.fullName} offers you ownership of ${team.name}`
      const says = [
        shared
          ? 'If you accept, you own the team together.'
          : 'If you accept, the team is yours, and they become an admin.',
        'An owner pays, sets the rules, and can delete the team. Nothing changes until you accept.',
      ]
      const link = { label: 'Look at the offer', path: `/settings/team?team=${team.id}#transfer` }
      const facts = { 'Open until': expiresAt }
      const news = {
        name: 'team.ownership_offered',
        teamId: team.id,
        to: [receiver.user_id],
        title,
        says,
        facts,
        link,
      } as const
      await tell(tx, platform, news, now)
      return (await viewOfTeam(tx, who, now)) ?? refuse('not_found')
    })
  },
})
