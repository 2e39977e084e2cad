import type { Role } from '#access/principal.ts'

/** What each role is, in one sentence. */
export const roleSays: Record<Role, string> = {
  owner: 'Everything: people, projects, rules, money, and the end of the team. There is always one.',
  admin: 'Projects, tests and people; usage and the audit log. No billing.',
  member: 'Runs crawls and tests, sees results, edits suites. No people, no project settings.',
  viewer: 'Sees projects and results; changes nothing.',
  billing: 'Sees usage and members; pays, and changes the plan. No projects.',
  auditor: 'Reads the audit log, nothing else.',
}

/** A role with its article, inside a sentence: “an admin”. */
export const aRole: Record<Role, string> = {
  owner: 'an owner',
  admin: 'an admin',
  member: 'a member',
  viewer: 'a viewer',
  billing: 'somebody who does the billing',
  auditor: 'an auditor',
}
