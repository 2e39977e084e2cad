import type { Role } from './members-query.ts'

/** How the page calls the roles, the mightiest first. */
export const roleNames: Record<Role, string> = {
  owner: 'Owner',
  admin: 'Admin',
  member: 'Member',
  viewer: 'Viewer',
  billing: 'Billing',
  auditor: 'Auditor',
}

/** Roles as choices. */
export const roleChoices = (roles: readonly Role[]) => roles.map((value) => ({ value, label: roleNames[value] }))
