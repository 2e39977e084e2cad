import { may, type Permission } from './permissions.ts'
import type { Role } from './principal.ts'

/** What a key can be allowed, and the permission its holder must have as well. `says` stands in the page. */
const table = {
  'team:read': { says: 'See the team, its plan and its members', needs: 'team.view' },
  'team:manage': { says: 'Invite and remove members and change their roles', needs: 'members.manage' },
  'projects:read': { says: 'See projects, test suites and schedules', needs: 'projects.view' },
  'projects:write': { says: 'Change test suites and schedules', needs: 'projects.edit' },
  'projects:manage': { says: 'Make, rename, archive and delete projects', needs: 'projects.manage' },
  'runs:read': { says: 'See crawls, test runs and their results', needs: 'runs.view' },
  'runs:write': { says: 'Start and cancel crawls and test runs', needs: 'runs.start' },
  'usage:read': { says: 'See usage and limits', needs: 'usage.view' },
  'usage:write': { says: 'Report use that happened elsewhere', needs: 'usage.manage' },
  'billing:read': { says: 'See the subscription and invoices', needs: 'billing.view' },
  'audit:read': { says: 'Read the audit log', needs: 'audit.view' },
  'keys:read': { says: 'See API keys and when they were used', needs: 'keys.use' },
  'keys:write': { says: 'Rename, pause and revoke API keys', needs: 'keys.use' },
} as const satisfies Record<string, { says: string; needs: Permission }>

/** The name of a scope. `…:read` opens reads only (V103). */
export type Scope = keyof typeof table

/** Every scope, in the order the page shows them. */
export const scopes = Object.keys(table) as [Scope, ...Scope[]]

/** What a scope allows, in words. */
export const scopeSays = (scope: Scope): string => table[scope].says

/** Whether somebody with this role may give a key this scope, and whether a key of theirs may still use it. */
export const mayGrant = (role: Role, scope: Scope): boolean => may(role, table[scope].needs)

/** Ready choices of scopes. What a role may not grant is left out when one is chosen. */
export const templates: readonly { id: string; label: string; says: string; scopes: readonly Scope[] }[] = [
  {
    id: 'ci',
    label: 'CI',
    says: 'Start runs from a pipeline and read their results',
    scopes: ['projects:read', 'runs:read', 'runs:write'],
  },
  {
    id: 'reporting',
    label: 'Read-only reporting',
    says: 'Read results and usage, change nothing',
    scopes: ['team:read', 'projects:read', 'runs:read', 'usage:read'],
  },
  { id: 'full', label: 'Full', says: 'Everything a key can do', scopes },
]

/** The role a key of the team itself acts with: never an owner, whoever made it. */
export const serviceRole: Role = 'admin'
