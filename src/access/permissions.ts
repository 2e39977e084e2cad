import type { Role } from './principal.ts'

/** What a role in a team may do; facts.md “Teams”. The page shows this very table. */
const table = {
  'team.view': ['owner', 'admin', 'member', 'viewer', 'billing'],
  'team.rename': ['owner', 'admin'],
} as const satisfies Record<string, readonly Role[]>

/** The name of a permission. */
export type Permission = keyof typeof table

/** Whether a role has a permission. */
export const may = (role: Role, permission: Permission): boolean =>
  (table[permission] as readonly Role[]).includes(role)
