import { inTeam } from '#access/guard.ts'
import { may, permissionSays, permissions } from '#access/permissions.ts'
import { route } from '#platform/http/route.ts'
import { MemberRights } from './contract.ts'
import { viewOf } from './member-view.ts'
import { listedMember } from './members-list.queries.ts'
import { teamById } from './queries.ts'
import { aRole } from './role-words.ts'
import { isInForce } from './rules.ts'

/** One member with what they may do in this team, and why or why not. */
export const showMember = route({
  method: 'GET',
  path: '/teams/{team}/members/{member}',
  summary: 'Show what a member may do, and why',
  access: inTeam('members.view', { scope: 'team:read' }),
  output: MemberRights,

  async handle({ who, params, db, now, refuse }) {
    const row = (await listedMember(db, who.team.id, params.member, now)) ?? refuse('not_found')
    const by = { role: who.team.role, userId: who.user?.id ?? null }
    const member = viewOf(row, by, now)
    const team = await teamById(db, who.team.id)
    const locked = member.twoFactor === false && isInForce(team?.two_factor_from ?? null, now)
    return {
      member,
      rights: permissions.map((id) => {
        const allowed = may(row.role, id)
        const role = aRole[row.role]
        return {
          id,
          says: permissionSays(id),
          allowed: allowed && !locked,
          because: !allowed
            ? `Not part of being ${role}.`
            : locked
              ? 'Not until they set up two-factor authentication, which this team asks for.'
              : `Because they are ${role}.`,
        }
      }),
    }
  },
})
