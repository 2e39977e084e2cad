import { may, permissions } from '#access/permissions.ts'
import type { Role } from '#access/principal.ts'
import { roles } from '#access/principal.ts'
import { type Duration, days } from '#platform/clock.ts'

/** How long a link of an invitation lives. */
export const invitationLives: Duration = days(7)

/** An invitation that was not answered for so long may be sent again together with the expired ones. */
export const staleAfter: Duration = days(3)

/** How long somebody who was removed can be taken back. */
export const restorableFor: Duration = days(30)

/** How long an offer of ownership waits for its receiver. */
export const offerLives: Duration = days(7)

/** How many teams one person can own. */
export const mostOwned = 50

const permissionsOf = (role: Role) => permissions.filter((permission) => may(role, permission))

/**
 * Whether somebody with the role `actor` may give `role` to others, and take it from them: only a role whose permissions are all among their
 * own, and not all of their own. So an admin makes members, viewers and auditors, but no admins, and nobody who pays. Nobody gives
 * ownership; it is accepted.
 */
export function mayGive(actor: Role, role: Role): boolean {
  if (role === 'owner' || !may(actor, 'members.manage')) return false
  const own = permissionsOf(actor)
  const given = permissionsOf(role)
  return given.length < own.length && given.every((permission) => own.includes(permission))
}

/** The roles somebody may give, the mightiest first. */
export const rolesToGive = (actor: Role): Role[] => roles.filter((role) => mayGive(actor, role))

/** How a team's rule about two-factor authentication stands. */
export const isInForce = (from: Date | null, now: Date): boolean => from !== null && from <= now
