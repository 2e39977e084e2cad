import { inTeam } from '#access/guard.ts'
import { proofLasts } from '#access/step-up.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { ChangeRole, MemberView, memberRefusals } from './contract.ts'
import { viewOf } from './member-view.ts'
import { listedMember } from './members-list.queries.ts'
import { memberOf, setRole, teamOwners } from './membership.queries.ts'
import { lockTeam } from './queries.ts'
import { aRole } from './role-words.ts'
import { mayGive } from './rules.ts'
import { tell } from './tell.ts'

/**
 * Gives a member another role; it counts from their next request on. An owner's role is changed by nobody but themselves, and only while there
 * is another owner: decided under the team's lock, so two owners who step down at once leave one (V95).
 */
export const changeRole = route({
  method: 'PATCH',
  path: '/teams/{team}/members/{member}',
  summary: 'Change a member’s role',
  access: inTeam('members.manage', { scope: 'team:manage', confirmedWithin: proofLasts }),
  limit: { per: 'user', max: 120, every: minutes(10) },
  input: ChangeRole,
  output: MemberView,
  versioned: true,
  refusals: {
    role_not_yours: memberRefusals.role_not_yours,
    owner_protected: memberRefusals.owner_protected,
    last_owner: memberRefusals.last_owner,
  },
  audit: 'team.role_changed',
  auditRefused: ['role_not_yours', 'owner_protected', 'last_owner'],

  async handle({ who, input: { role }, params, db, now, platform, expectedVersion, refuse, record, unchanged }) {
    const by = { role: who.team.role, userId: who.user?.id ?? null }
    return db.transaction(async (tx) => {
      const team = (await lockTeam(tx, who.team.id)) ?? refuse('not_found')
      const member = (await memberOf(tx, team.id, params.member)) ?? refuse('not_found')
      const view = async () => {
        const row = (await listedMember(tx, team.id, member.user_id, now)) ?? refuse('not_found')
        return viewOf(row, by, now)
      }
      if (member.version !== expectedVersion) refuse('changed_meanwhile', { extra: { current: await view() } })
      const self = member.user_id === by.userId
      if (member.role === 'owner') {
        if (!self) refuse('owner_protected')
        if ((await teamOwners(tx, team.id)).length < 2) refuse('last_owner')
      } else if (!(self || mayGive(by.role, member.role)) || !mayGive(by.role, role)) refuse('role_not_yours', 'role')
      if (member.role === role) {
        unchanged()
        return view()
      }
      await setRole(tx, team.id, member.user_id, role)
      const target = { kind: 'user', id: member.user_id }
      await record(tx, { target, name: member.full_name, changes: { role: { from: member.role, to: role } } })
      const title = `You are ${aRole[role]} of ${team.name} now`
      const says = [
        `${who.user?.fullName ?? 'A program of the team'} changed your role; you were ${aRole[member.role]}.`,
      ]
      if (!self)
        await tell(tx, platform, { name: 'team.role_changed', teamId: team.id, to: [member.user_id], title, says }, now)
      return view()
    })
  },
})
