import type { Role } from './principal.ts'

/** What a role in a team may do; facts.md “Teams”. The page shows this very table. */
const table = {
  'team.view': ['owner', 'admin', 'member', 'viewer', 'billing'],
  'team.rename': ['owner', 'admin'],
  /** Make keys of one's own, see and change them. What a key may do is another question: never more than this table says. */
  'keys.use': ['owner', 'admin', 'member', 'viewer', 'billing'],
  /** See and end everybody's keys; make keys that belong to the team. */
  'keys.manage': ['owner', 'admin'],
  'projects.view': ['owner', 'admin', 'member', 'viewer'],
  'projects.edit': ['owner', 'admin', 'member'],
  'runs.view': ['owner', 'admin', 'member', 'viewer'],
  'runs.start': ['owner', 'admin', 'member'],
  'usage.view': ['owner', 'admin', 'billing'],
  'audit.view': ['owner', 'admin'],
} as const satisfies Record<string, readonly Role[]>

/** The name of a permission. */
export type Permission = keyof typeof table

/** Whether a role has a permission. */
export const may = (role: Role, permission: Permission): boolean =>
  (table[permission] as readonly Role[]).includes(role)
