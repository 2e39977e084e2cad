import type { GivenRole } from './members-query.ts'

const as: Record<GivenRole, string> = {
  admin: 'an admin: projects, tests, people, usage and the audit log.',
  member: 'a member: run crawls and tests, see results, edit suites.',
  viewer: 'a viewer: see projects and results.',
  billing: 'the one who does the billing: the plan, payment and invoices.',
  auditor: 'an auditor: read the audit log.',
}

/** Who invites, where to, and what that means. */
export const invitationLead = ({ inviter, team, role }: { inviter: string; team: string; role: GivenRole }): string =>
  `${inviter} invites you to ${team} as ${as[role]}`
