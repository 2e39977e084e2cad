import type { AuditSubject } from '#platform/audit.ts'
import { type Duration, later } from '#platform/clock.ts'
import type { Tx } from '#platform/db/db.ts'
import type { Asking } from '#platform/http/asking.ts'
import { refuseCommon } from '#platform/http/refusal.ts'
import type { Access } from '#platform/http/route.ts'
import { keyInTeam, type TeamActor } from './key-guard.ts'
import type { Scope } from './key-scopes.ts'
import { may, type Permission } from './permissions.ts'
import type { Principal, TeamOf } from './principal.ts'
import { sessionStands } from './session.queries.ts'
import { principalOf } from './sessions.ts'
import { factorsOf } from './step-up.ts'

/** Nobody need be signed in; `principal` is there when somebody is. */
export interface Visitor {
  principal: Principal | null
  audit?: AuditSubject
}

/** A person acting in one of their teams. */
export interface TeamMember extends Principal {
  team: TeamOf
  key: null
}

/** Demands made beyond being signed in. */
export interface Demands {
  /** A proof of identity younger than this (step-up, ASVS 7.5.1). */
  confirmedWithin?: Duration
  /** Where two-factor authentication is on, the proof must include the second factor (security.md “Step-up”). */
  secondFactor?: boolean
  /** The act may end the very session it is done in, so only its own start can tell whether that session stood (`demandSession`). */
  endsSession?: boolean
  /** Open also to members whom the team asks for two-factor authentication that they do not have: seeing what is due, and leaving. */
  withoutTwoFactor?: boolean
}

/** Anyone may call it, because of `reason`. */
export const anyone = (reason: string): Access<Visitor> => ({
  who: 'anyone',
  note: reason,
  resolve: async (asking) => ({ principal: await principalOf(asking) }),
})

/** Any signed-in person, about their own account. */
export const signedIn = (demands: Demands = {}): Access<Principal> => ({
  who: 'signed in',
  ...demands,
  ...(!demands.endsSession && { stillHolds: demandSession }),
  resolve: (asking) => demandPrincipal(asking, demands),
})

/** The person who runs the installation. */
export const operator = (demands: Demands = {}): Access<Principal> => ({
  who: 'operator',
  ...demands,
  stillHolds: demandSession,
  resolve: async (asking) => {
    const principal = await demandPrincipal(asking, demands)
    return principal.user.isOperator ? principal : refuseCommon('not_found')
  },
})

/**
 * A member of the team in the path whose role has the permission. Another team's id is simply not found. With a `scope`, a key of the team
 * that was given it may call as well; without one the route is closed to keys (V102). Further demands are made of people: whoever gave a key its
 * scopes has proven who they are.
 */
export function inTeam(permission: Permission, open: Demands & { scope: Scope }): Access<TeamActor>
export function inTeam(permission: Permission, demands?: Demands): Access<TeamMember>
export function inTeam(permission: Permission, given: Demands & { scope?: Scope } = {}): Access<TeamActor> {
  const { scope, ...demands } = given
  return {
    who: `team: ${permission}`,
    ...given,
    stillHolds: demandSession,
    resolve: async (asking) =>
      asking.bearer && scope ? keyInTeam(asking, permission, scope) : memberInTeam(asking, permission, demands),
  }
}

/**
 * Makes sure, until the transaction ends, that the session of this request was not ended since it was let in; refuses `signed_out`. Whoever ends
 * sessions (“Secure my account”, a new password) waits for the writes they had under way, or is seen by them.
 */
export async function demandSession(tx: Tx, { session }: Pick<TeamActor, 'session'>): Promise<void> {
  if (session && !(await sessionStands(tx, session.id))) refuseCommon('signed_out')
}

async function memberInTeam(asking: Asking, permission: Permission, demands: Demands): Promise<TeamMember> {
  const principal = await demandPrincipal(asking, {})
  const team = principal.teams.find((one) => one.id === asking.params.team)
  if (!team) return refuseCommon('not_found')
  if (!may(team.role, permission)) return refuseCommon('forbidden')
  if (team.twoFactorDue && team.twoFactorDue <= asking.now && !demands.withoutTwoFactor)
    return refuseCommon('two_factor_required', { extra: { enrolAt: '/settings/security#two-factor' } })
  demandProof(principal, asking, demands)
  return { ...principal, key: null, team, audit: { ...principal.audit, logs: [team.id] } }
}

async function demandPrincipal(asking: Asking, demands: Demands): Promise<Principal> {
  if (asking.bearer) return refuseCommon('closed_to_keys')
  const principal = (await principalOf(asking)) ?? refuseCommon('signed_out')
  demandProof(principal, asking, demands)
  return principal
}

function demandProof({ session, user }: Principal, { now }: Asking, { confirmedWithin, secondFactor }: Demands): void {
  if (confirmedWithin === undefined) return
  const needsSecondFactor = secondFactor === true && user.secondFactor
  const proof = needsSecondFactor ? session.secondFactorAt : session.confirmedAt
  if (proof && later(proof, confirmedWithin) > now) return
  refuseCommon('confirmation_required', { extra: { factors: factorsOf(user), needsSecondFactor } })
}
