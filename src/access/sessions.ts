import { days, earlier, later } from '#platform/clock.ts'
import type { Config } from '#platform/config.ts'
import { digest, newSecret } from '#platform/crypto/secrets.ts'
import type { Tx } from '#platform/db/db.ts'
import type { Asking, Client } from '#platform/http/asking.ts'
import { cookieName } from '#platform/http/cookies.ts'
import { newId } from '#platform/ids.ts'
import type { Platform } from '#platform/platform.ts'
import { noteActive } from './activity.ts'
import type { Principal } from './principal.ts'
import { confirmSession, deleteSessions, insertSession, knownDevice, rememberDevice } from './queries.ts'
import { SessionCache } from './session-cache.ts'

/** Name of the session cookie (`__Host-` is added on HTTPS). */
export const sessionCookie = 'aegis'

/** Name of the cookie that tells a browser somebody signed in with before. */
export const deviceCookie = 'aegis-device'

/** How long a browser is remembered. */
export const deviceLifetime = days(400)

const caches = new WeakMap<Platform, SessionCache>()

function cacheOf(platform: Platform): SessionCache {
  const cache = caches.get(platform) ?? new SessionCache(platform.db, platform.changes)
  caches.set(platform, cache)
  return cache
}

/** Who is signed in by the session cookie of this request; null when nobody is, or the session is over (idle or absolute, ASVS 7.3). */
export async function principalOf({ platform, now, cookies }: Asking): Promise<Principal | null> {
  const token = cookies[cookieName(platform.config, sessionCookie)]
  if (!token || !/^[\w-]{43}$/.test(token)) return null
  const principal = await cacheOf(platform).find(token, () => digest(token))
  if (!principal || isOver(platform.config, principal, now)) return null
  noteActive(platform, principal, now)
  return principal
}

function isOver(config: Config, { session }: Principal, now: Date): boolean {
  return session.expiresAt <= now || session.lastActiveAt < earlier(now, days(config.AEGIS_SESSION_IDLE_DAYS))
}

/** How a session came about. */
export type SignInMethod = 'password' | 'sign-up' | 'recovery'

/** The cookies a handler sets. */
type SetCookie = (name: string, value: string | null, maxAge?: number) => void

/** What {@link openSession} needs to know of the request. */
export interface Opening {
  platform: Platform
  client: Client
  cookies: Readonly<Record<string, string | undefined>>
  now: Date
  setCookie: SetCookie
}

/**
 * Opens a session after the last factor, always with a new token (V44), and remembers the browser. `newDevice` tells that this person was
 * never seen in this browser before.
 */
export async function openSession(
  tx: Tx,
  userId: string,
  method: SignInMethod,
  opening: Opening,
): Promise<{ id: string; newDevice: boolean }> {
  const { platform, client, now, setCookie } = opening
  const { config } = platform
  const token = newSecret()
  const lifetime = days(config.AEGIS_SESSION_DAYS)
  const { id: deviceId, isNew } = await rememberBrowser(tx, userId, opening)
  const id = newId('ses')
  await insertSession(tx, {
    id,
    user_id: userId,
    token_digest: digest(token),
    method,
    ip: client.ip,
    user_agent: client.userAgent.slice(0, 500),
    device_id: deviceId,
    created_at: now,
    last_active_at: now,
    expires_at: later(now, lifetime),
    confirmed_at: now,
    second_factor_at: null,
  })
  setCookie(sessionCookie, token, lifetime)
  return { id, newDevice: isNew }
}

/** Makes this browser a known one of the person; tells whether it is new to them. */
export async function rememberBrowser(
  tx: Tx,
  userId: string,
  { platform, cookies, now, setCookie }: Omit<Opening, 'client'>,
): Promise<{ id: string; isNew: boolean }> {
  const device = cookies[cookieName(platform.config, deviceCookie)] ?? newSecret()
  const known = await knownDevice(tx, userId, digest(device))
  const id = known ?? newId('dev')
  await rememberDevice(tx, { digest: digest(device), userId, id }, now)
  setCookie(deviceCookie, device, deviceLifetime)
  return { id, isNew: !known }
}

/** Renews a session's proof of identity under a new token; the old one is dead (ASVS 7.2.4). False when the session changed meanwhile. */
export async function renewSession(tx: Tx, { session }: Principal, opening: Opening): Promise<boolean> {
  const { platform, cookies, now, setCookie } = opening
  const seen = cookies[cookieName(platform.config, sessionCookie)] ?? ''
  const token = newSecret()
  if (!(await confirmSession(tx, session.id, digest(seen), digest(token), now))) return false
  setCookie(sessionCookie, token, session.expiresAt.getTime() - now.getTime())
  return true
}

/** Ends every other session of a person; answers how many. */
export const revokeOtherSessions = (tx: Tx, userId: string, keep: string): Promise<number> =>
  deleteSessions(tx, userId, keep)

/** Ends every session of a person; answers how many. */
export const revokeAllSessions = (tx: Tx, userId: string): Promise<number> => deleteSessions(tx, userId, null)
