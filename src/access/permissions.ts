import type { Role } from './principal.ts'

/** What a role in a team may do, and the sentence the page says it with; facts.md “Teams”. The page shows this very table. */
const table = {
  'team.view': {
    says: 'Know the team: its name, its plan, their own role',
    roles: ['owner', 'admin', 'member', 'viewer', 'billing', 'auditor'],
  },
  'members.view': { says: 'See who belongs to the team', roles: ['owner', 'admin', 'member', 'viewer', 'billing'] },
  'team.rename': { says: 'Rename the team', roles: ['owner', 'admin'] },
  /** Only roles below one's own; `mayGive` of the team's rules says which. */
  'members.manage': { says: 'Invite and remove members, and change their roles', roles: ['owner', 'admin'] },
  'team.own': { says: 'Set the team’s rules, transfer its ownership, delete it', roles: ['owner'] },
  /** What a key may do is another question: never more than this table says. */
  'keys.use': {
    says: 'Make and manage API keys of their own',
    roles: ['owner', 'admin', 'member', 'viewer', 'billing'],
  },
  'keys.manage': { says: 'See and revoke everybody’s API keys, make keys of the team', roles: ['owner', 'admin'] },
  'projects.view': { says: 'See projects, test suites and schedules', roles: ['owner', 'admin', 'member', 'viewer'] },
  'projects.edit': { says: 'Change test suites and schedules', roles: ['owner', 'admin', 'member'] },
  'projects.manage': { says: 'Make, change, archive and delete projects', roles: ['owner', 'admin'] },
  'runs.view': { says: 'See crawls, test runs and their results', roles: ['owner', 'admin', 'member', 'viewer'] },
  'runs.start': { says: 'Start and cancel crawls and test runs', roles: ['owner', 'admin', 'member'] },
  'usage.view': { says: 'See usage and limits', roles: ['owner', 'admin', 'billing'] },
  'usage.manage': { says: 'Report use that happened elsewhere, and make usage alerts', roles: ['owner', 'admin'] },
  'billing.view': { says: 'See the plan, invoices and payment', roles: ['owner', 'billing'] },
  'billing.manage': { says: 'Change the plan and how it is paid', roles: ['owner', 'billing'] },
  'audit.view': { says: 'Read the audit log', roles: ['owner', 'admin', 'auditor'] },
  'audit.manage': { says: 'Choose where the audit log is sent', roles: ['owner', 'admin'] },
  'notifications.use': {
    says: 'Choose what they are told of',
    roles: ['owner', 'admin', 'member', 'viewer', 'billing'],
  },
  'notifications.manage': { says: 'Set the team’s notifications, Slack and webhooks', roles: ['owner', 'admin'] },
} as const satisfies Record<string, { says: string; roles: readonly Role[] }>

/** The name of a permission. */
export type Permission = keyof typeof table

/** Every permission, in the table's order. */
export const permissions = Object.keys(table) as Permission[]

/** What a permission allows, as a sentence about somebody: “They may …”. */
export const permissionSays = (permission: Permission): string => table[permission].says

/** Whether a role has a permission. */
export const may = (role: Role, permission: Permission): boolean =>
  (table[permission].roles as readonly Role[]).includes(role)

/** The roles that have a permission. */
export const rolesThatMay = (permission: Permission): readonly Role[] => table[permission].roles
