import type { Role } from './principal.ts'

/** What a role in a team may do; facts.md “Teams”. The page shows this very table. */
const table = {
  /** Know the team: its name, its plan, one's own role. */
  'team.view': ['owner', 'admin', 'member', 'viewer', 'billing', 'auditor'],
  /** See who belongs to it. */
  'members.view': ['owner', 'admin', 'member', 'viewer', 'billing'],
  'team.rename': ['owner', 'admin'],
  /** Invite, remove, change roles below one's own. */
  'members.manage': ['owner', 'admin'],
  /** What only the owner decides: policy, transfer of ownership, deletion of the team. */
  'team.own': ['owner'],
  /** Make keys of one's own, see and change them. What a key may do is another question: never more than this table says. */
  'keys.use': ['owner', 'admin', 'member', 'viewer', 'billing'],
  /** See and end everybody's keys; make keys that belong to the team. */
  'keys.manage': ['owner', 'admin'],
  'projects.view': ['owner', 'admin', 'member', 'viewer'],
  /** Change test suites and schedules. */
  'projects.edit': ['owner', 'admin', 'member'],
  /** Make, rename, archive and delete projects, and change their settings. */
  'projects.manage': ['owner', 'admin'],
  'runs.view': ['owner', 'admin', 'member', 'viewer'],
  'runs.start': ['owner', 'admin', 'member'],
  'usage.view': ['owner', 'admin', 'billing'],
  /** Tell of use that happened elsewhere; alerts of one's own making. */
  'usage.manage': ['owner', 'admin'],
  'billing.view': ['owner', 'billing'],
  'billing.manage': ['owner', 'billing'],
  'audit.view': ['owner', 'admin', 'auditor'],
  /** Where the audit log is streamed to. */
  'audit.manage': ['owner', 'admin'],
  /** Choose for oneself what one is told. */
  'notifications.use': ['owner', 'admin', 'member', 'viewer', 'billing'],
  /** The team's defaults, Slack and outgoing webhooks. */
  'notifications.manage': ['owner', 'admin'],
} as const satisfies Record<string, readonly Role[]>

/** The name of a permission. */
export type Permission = keyof typeof table

/** Every permission, in the table's order. */
export const permissions = Object.keys(table) as Permission[]

/** Whether a role has a permission. */
export const may = (role: Role, permission: Permission): boolean =>
  (table[permission] as readonly Role[]).includes(role)

/** The roles that have a permission. */
export const rolesThatMay = (permission: Permission): readonly Role[] => table[permission]
