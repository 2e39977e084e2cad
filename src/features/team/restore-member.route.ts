import { inTeam } from '#access/guard.ts'
import { proofLasts } from '#access/step-up.ts'
import { noteStanding } from '#features/usage/public.ts'
import { earlier, minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { MemberView, memberRefusals, seatRefusals } from './contract.ts'
import { takeFormer } from './former.queries.ts'
import { endOpenTo } from './invitation.queries.ts'
import { viewOf } from './member-view.ts'
import { listedMember } from './members-list.queries.ts'
import { countMembers, insertMembership, memberOf } from './membership.queries.ts'
import { lockTeam } from './queries.ts'
import { aRole } from './role-words.ts'
import { mayGive, restorableFor } from './rules.ts'
import { seatsExtra, seatsLeft, seatsOf } from './seats.ts'
import { tell } from './tell.ts'

/** Takes somebody back who was removed, with the role they had, if there is a seat. Keys stay revoked: they make new ones. */
export const restoreMember = route({
  method: 'POST',
  path: '/teams/{team}/former-members/{member}/restoration',
  summary: 'Take a removed member back',
  access: inTeam('members.manage', { scope: 'team:manage', confirmedWithin: proofLasts }),
  limit: { per: 'user', max: 60, every: minutes(10) },
  output: MemberView,
  refusals: { ...seatRefusals, role_not_yours: memberRefusals.role_not_yours },
  audit: 'team.member_restored',
  auditRefused: ['role_not_yours'],

  async handle({ who, params, db, now, platform, refuse, record }) {
    return db.transaction(async (tx) => {
      const team = (await lockTeam(tx, who.team.id)) ?? refuse('not_found')
      const former = await takeFormer(tx, team.id, params.member, earlier(now, restorableFor))
      if (!former || (await memberOf(tx, team.id, former.user_id))) return refuse('not_found')
      if (!mayGive(who.team.role, former.role)) refuse('role_not_yours')
      await endOpenTo(tx, team.id, former.user_id, now) // an invitation of theirs holds a seat, and is not needed any more
      const seats = await seatsOf(tx, platform.config, team.id, now)
      if (seatsLeft(seats) < 1) refuse('seats_full', { extra: seatsExtra(seats, team.id) })
      await insertMembership(tx, { team_id: team.id, user_id: former.user_id, role: former.role, joined_at: now })
      const row = (await listedMember(tx, team.id, former.user_id, now)) ?? refuse('not_found')
      await noteStanding(tx, platform, team.id, 'members', await countMembers(tx, team.id), now)
      const target = { kind: 'user', id: former.user_id }
      await record(tx, { target, name: row.name, changes: { role: { from: null, to: former.role } } })
      const title = `You are back in ${team.name}`
      const says = [`${who.user?.fullName ?? 'The team'} took you back as ${aRole[former.role]}.`]
      await tell(tx, platform, { name: 'team.restored', teamId: team.id, to: [former.user_id], title, says }, now)
      return viewOf(row, { role: who.team.role, userId: who.user?.id ?? null }, now)
    })
  },
})
