import { button, facts, type Letter, note } from '#platform/mail/letter.ts'
import { formatInZone } from '#platform/zones.ts'
import type { InvitationRow } from './invitation.queries.ts'
import { aRole } from './role-words.ts'

/** Invites somebody into a team. */
export const invitationLetter = ({
  team,
  inviter,
  role,
  message,
  expires_at,
  url,
  timezone,
}: Pick<InvitationRow, 'role' | 'message' | 'expires_at'> & {
  team: string
  inviter: string
  url: string
  timezone: string
}): Letter => ({
  name: 'invitation',
  subject: `${inviter} invites you to ${team} on AegisRunner`,
  preview: `Join as ${aRole[role]}.`,
  body: [
    `${inviter} invites you to join the team “${team}” as ${aRole[role]}.`,
    ...(message ? [`They write: ${message}`] : []),
    button('Look at the invitation', url),
    facts({ Team: team, 'Works until': formatInZone(expires_at, timezone, 'dateTimeZone') }),
    'The link works once, and only for this mailbox. If you have no account yet, you make one there.',
    note('If you do not know this team, do nothing: without you nothing happens.'),
  ],
  because: 'this address was invited to a team.',
})

/** Goes to somebody who was taken out of a team. */
export const removedLetter = (team: string, by: string): Letter => ({
  name: 'team-removed',
  subject: `You no longer belong to ${team}`,
  preview: 'Your account and your other teams are untouched.',
  body: [
    `${by} removed you from the team “${team}”.`,
    'You can no longer open it, and the API keys you made in it are revoked. Your account and your other teams are untouched.',
    note('If you think this was a mistake, ask the team: you can be taken back for 30 days with the role you had.'),
  ],
  because: 'it concerns a team you belonged to.',
})

/** Goes to everybody of a team that is deleted. */
export const teamDeletedLetter = (team: string, by: string): Letter => ({
  name: 'team-deleted',
  subject: `The team ${team} was deleted`,
  preview: 'With its projects, results and API keys.',
  body: [
    `${by} deleted the team “${team}”, with its projects, results and API keys.`,
    note('Your account and your other teams are untouched.'),
  ],
  because: 'it concerns a team you belonged to.',
})
