import type { z } from 'zod'
import { may } from '#access/permissions.ts'
import type { Role } from '#access/principal.ts'
import type { MemberView } from './contract.ts'
import type { ListedMember } from './members-list.queries.ts'
import { mayGive, rolesToGive } from './rules.ts'

/** Somebody who looks at members: a person in the team, or one of its keys. */
export interface Onlooker {
  role: Role
  userId: string | null
}

/** A member as somebody sees them. When they were last here and how they sign in is for those who manage members, and themselves. */
export function viewOf(row: ListedMember, by: Onlooker, now: Date): z.input<typeof MemberView> {
  const you = row.kind === 'member' && row.id === by.userId
  const manages = may(by.role, 'members.manage')
  const told = row.kind === 'member' && (manages || you)
  const subordinate = mayGive(by.role, row.role)
  const owner = row.role === 'owner'
  return {
    kind: row.kind,
    id: row.id,
    name: row.name,
    email: row.email,
    initials: initialsOf(row.name),
    avatarUrl: row.avatar_id && `/api/v1/account/avatars/${row.avatar_id}`,
    role: row.role,
    status: row.kind === 'member' ? 'active' : row.expires_at && row.expires_at <= now ? 'expired' : 'pending',
    since: row.since,
    expiresAt: row.expires_at,
    lastActiveAt: told ? row.last_active_at : null,
    twoFactor: told ? row.two_factor : null,
    you,
    rolesToGive: row.kind === 'member' && (you || (subordinate && !owner)) ? rolesToGive(by.role) : [],
    mayRemove: row.kind === 'member' ? !you && !owner && subordinate : subordinate,
    version: row.version,
  }
}

/** Up to two letters: of the first and the last word. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s@.]+/).filter(Boolean)
  const [first = '', ...rest] = words
  const last = name.includes('@') ? '' : (rest.at(-1) ?? '')
  return [first, last]
    .map((word) => [...word][0] ?? '')
    .join('')
    .toLocaleUpperCase('en')
}
