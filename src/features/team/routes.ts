import type { Departure } from '#access/departure.ts'
import { days, earlier } from '#platform/clock.ts'
import { recurring } from '#platform/jobs/job.ts'
import { acceptInvitation } from './accept-invitation.route.ts'
import { acceptOwnership } from './accept-ownership.route.ts'
import { askAgain } from './ask-again.route.ts'
import { cancelOwnershipOffer } from './cancel-ownership-offer.route.ts'
import { changeRole } from './change-role.route.ts'
import { createTeam } from './create-team.route.ts'
import { declineInvitation } from './decline-invitation.route.ts'
import { declineOwnership } from './decline-ownership.route.ts'
import { deleteTeam } from './delete-team.route.ts'
import { findInvitation } from './find-invitation.route.ts'
import { sweepFormer } from './former.queries.ts'
import { sweepInvitations } from './invitation.queries.ts'
import { invite } from './invite.route.ts'
import { leaveTeam } from './leave-team.route.ts'
import { listFormer } from './list-former.route.ts'
import { listInvitations } from './list-invitations.route.ts'
import { listMembers } from './list-members.route.ts'
import { listWaiting } from './list-waiting.route.ts'
import { mailInvitation } from './mail-invitation.route.ts'
import { offerOwnership } from './offer-ownership.route.ts'
import { previewInvitations } from './preview-invitations.route.ts'
import { previewTeamDeletion } from './preview-team-deletion.route.ts'
import { remindTwoFactor } from './remind-two-factor.ts'
import { removeMember } from './remove-member.route.ts'
import { renameTeam } from './rename-team.route.ts'
import { resendInvitation } from './resend-invitation.route.ts'
import { resendStale } from './resend-stale.route.ts'
import { restoreMember } from './restore-member.route.ts'
import { revokeInvitation } from './revoke-invitation.route.ts'
import { setPolicy } from './set-policy.route.ts'
import { showMember } from './show-member.route.ts'
import { showPolicy } from './show-policy.route.ts'
import { showRoles } from './show-roles.route.ts'
import { showTeam } from './show-team.route.ts'

/** Every route of this slice. `departures`: what slices add to the end of a team (decisions/0010). */
export const teamRoutes = (departures: readonly Departure[]) =>
  [
    createTeam,
    showTeam,
    renameTeam,
    previewTeamDeletion(departures),
    deleteTeam(departures),
    listMembers,
    showMember,
    changeRole,
    removeMember,
    leaveTeam,
    listFormer,
    restoreMember,
    previewInvitations,
    invite,
    listInvitations,
    resendInvitation,
    resendStale,
    revokeInvitation,
    findInvitation,
    acceptInvitation,
    declineInvitation,
    askAgain,
    mailInvitation,
    listWaiting,
    offerOwnership,
    cancelOwnershipOffer,
    acceptOwnership,
    declineOwnership,
    showPolicy,
    setPolicy,
    showRoles,
  ] as const

/** What recurs in this slice. */
export const teamTimetable = [
  recurring({ name: 'team.remind_two_factor', cron: '17 * * * *', run: remindTwoFactor }),
  recurring({
    name: 'team.sweep',
    cron: '47 3 * * *',
    async run({ db }, now) {
      await sweepFormer(db, earlier(now, days(30)))
      await sweepInvitations(db, earlier(now, days(30)))
    },
  }),
]
