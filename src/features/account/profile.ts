import type { z } from 'zod'
import type { StoredPerson } from '#access/person-row.ts'
import type { Principal, TeamOf } from '#access/principal.ts'
import type { Profile } from './contract.ts'
import { formatPhone } from './phone.ts'
import { initialsOf } from './rules.ts'

/** {@link Profile} before it goes over the wire. */
export type ProfileView = z.input<typeof Profile>

// The most frequent request of all: written out once per cached principal, which is replaced when anything in it changes.
const views = new WeakMap<Principal, ProfileView>()

/** The profile of whoever is asking, without a query. */
export function profileOf(principal: Principal): ProfileView {
  const known = views.get(principal)
  if (known) return known
  const view = profileFrom(principal.user, principal.teams)
  views.set(principal, view)
  return view
}

/** A person's profile and teams, as {@link Profile} shows them. */
export const profileFrom = (user: StoredPerson, teams: TeamOf[]): ProfileView => ({
  id: user.id,
  email: user.email,
  emailVerified: user.emailVerifiedAt !== null,
  fullName: user.fullName,
  initials: initialsOf(user.fullName),
  phone: user.phone,
  phoneFormatted: user.phone && formatPhone(user.phone),
  timezone: user.timezone,
  company: user.company,
  jobTitle: user.jobTitle,
  avatarUrl: user.avatarId && avatarUrl(user.avatarId),
  notificationEmail: user.notificationEmail,
  isOperator: user.isOperator,
  createdAt: user.createdAt,
  version: user.version,
  teams,
})

/** Where a picture is served; every picture has an address of its own, so browsers may keep it. */
export const avatarUrl = (avatarId: string): string => `/api/v1/account/avatars/${avatarId}`
