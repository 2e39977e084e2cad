import type { AuditSubject } from '#platform/audit.ts'
import type { Asking } from '#platform/http/asking.ts'
import { refuseCommon } from '#platform/http/refusal.ts'
import type { Access } from '#platform/http/route.ts'
import type { Key, Standing } from './key-principal.ts'
import { mayGrant, type Scope } from './key-scopes.ts'
import { may, type Permission } from './permissions.ts'
import type { Session, TeamOf } from './principal.ts'

/** Somebody acting in a team: a member at a browser, or one of the team's keys (then without a session). */
export interface TeamActor {
  team: TeamOf
  /** The member; of a key its owner. Null for a key of the team itself. */
  user: { id: string; fullName: string } | null
  session: Session | null
  key: Key | null
  audit: AuditSubject
}

/** A key asking about itself. */
export interface KeyCaller {
  key: Key
  standing: Standing
  usedToday(now: Date): number | Promise<number>
  audit: AuditSubject
}

/** Any key that is let in, whatever its scopes. */
export const anyKey = (): Access<KeyCaller> => ({
  who: 'API key',
  note: 'any that is let in',
  resolve: async ({ bearer }) => {
    if (!bearer) return refuseCommon('signed_out', { extra: { hint: 'Send “Authorization: Bearer aegis_live_…”.' } })
    return { key: bearer.key, standing: bearer.standing, usedToday: bearer.usedToday, audit: bearer.audit }
  },
})

/** A key that was given the scope, acting in the team it belongs to: for addresses that name no team (the CI protocol). */
export const keyWith = (permission: Permission, scope: Scope): Access<TeamActor> => ({
  who: 'API key',
  note: `of a team, with ${permission}`,
  scope,
  resolve: async (asking) => keyInTeam({ ...asking, params: { team: 'current' } }, permission, scope),
})

/**
 * The key of this request as an actor in the team of the path (`current` is its own team). It must have been given the scope, and the role it
 * acts with, read anew after every change of a membership, must allow the very same (V60).
 */
export function keyInTeam({ bearer, params, now }: Asking, permission: Permission, scope: Scope): TeamActor {
  if (!bearer) return refuseCommon('signed_out')
  const { key, audit } = bearer
  if (params.team !== 'current' && params.team !== key.team.id) return refuseCommon('not_found')
  if (!key.scopes.includes(scope)) return refuseCommon('scope_missing', { extra: { scope } })
  if (!may(key.team.role, permission) || !mayGrant(key.team.role, scope)) return refuseCommon('forbidden')
  // A personal key acts as its owner: where the team lets them do nothing without a second factor, neither does their key.
  if (key.team.twoFactorDue && key.team.twoFactorDue <= now) return refuseCommon('two_factor_required')
  return { team: key.team, user: key.owner, session: null, key, audit: { ...audit, logs: [key.team.id] } }
}
