import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { InvitationsQuery, InvitationsView } from './invitation-contract.ts'
import { listedInvitations } from './invitation-list.queries.ts'
import { viewOf } from './invitation-view.ts'

/** The invitations of a team in any state, newest first; answered ones for 30 days. */
export const listInvitations = route({
  method: 'GET',
  path: '/teams/{team}/invitations',
  summary: 'List invitations',
  access: inTeam('members.manage', { scope: 'team:manage' }),
  query: InvitationsQuery,
  output: InvitationsView,

  async handle({ who, query: { limit, ...asked }, db, now, platform }) {
    const rows = await listedInvitations(db, who.team.id, { ...asked, limit: limit + 1 }, now)
    const page = rows.slice(0, limit)
    return {
      items: page.map((row) => viewOf(row, platform.config.publicUrl, now)),
      nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
    }
  },
})
