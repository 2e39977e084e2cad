import type { Departure } from '#access/departure.ts'
import { noteStanding } from '#features/usage/public.ts'
import {
  deleteInvitationsTo,
  deleteTeamRow,
  exportedInvitations,
  exportedMemberships,
  exportedOffers,
  exportedRemovals,
  exportedTrial,
  forgetManager,
  leaveSharedTeams,
  revokeInvitationsAround,
  teamsBesides,
} from './departure.queries.ts'
import { countMembers } from './membership.queries.ts'

/**
 * What leaving means for teams: a team with others goes on without the person, unless it would have no owner; a team without others goes with
 * them. Its `endTeam` is the last of all and takes the team's row.
 */
export const teamDeparture: Departure = {
  slice: 'team',

  async obstacles(on, { user }) {
    const stuck = (await teamsBesides(on, user.id)).filter(
      ({ role, others, otherOwners }) => role === 'owner' && others > 0 && otherOwners === 0,
    )
    return stuck.map(({ id, name, others }) => ({
      code: 'sole_owner',
      says: `You are the only owner of “${name}”, which has ${others === 1 ? 'one other member' : `${others} other members`}. Transfer it, or delete it.`,
      fixes: [
        { label: 'Transfer the team', href: `/settings/team?team=${id}#transfer` },
        { label: 'Delete the team', href: `/settings/team?team=${id}#delete-team` },
      ],
    }))
  },

  async belongings(on, { user }) {
    const teams = await teamsBesides(on, user.id)
    const alone = teams.filter(({ others }) => others === 0).length
    return [
      { what: 'Teams of which you are the only member, with everything in them', count: alone, stays: false },
      { what: 'Memberships in teams with others', count: teams.length - alone, stays: false },
      {
        what: 'Teams that go on without you',
        count: teams.length - alone,
        stays: true,
        why: 'Their projects and results belong to everybody in them.',
      },
    ]
  },

  async atOnce(tx, platform, userId, now) {
    // While the teams' rows are locked: whoever accepts at this moment comes before, and is a member, or finds the invitation over.
    await revokeInvitationsAround(tx, userId, now)
    for (const teamId of await leaveSharedTeams(tx, userId))
      await noteStanding(tx, platform, teamId, 'members', await countMembers(tx, teamId), now)
  },

  async erase(tx, _platform, userId) {
    await deleteInvitationsTo(tx, userId)
    await forgetManager(tx, userId)
  },

  export: async (on, _platform, userId) => [
    { name: 'teams.json', says: 'The teams you belong to.', content: await exportedMemberships(on, userId) },
    {
      name: 'invitations.json',
      says: 'Invitations to you, and those you sent.',
      content: await exportedInvitations(on, userId),
    },
    {
      name: 'team-changes.json',
      says: 'Removals of the last 30 days, of you and by you; offers of ownership; when your trial began.',
      content: {
        removals: await exportedRemovals(on, userId),
        offers: await exportedOffers(on, userId),
        trial: (await exportedTrial(on, userId)) ?? null,
      },
    },
  ],

  endTeam: (tx, _platform, teamId) => deleteTeamRow(tx, teamId),
}
