import { type Duration, days, earlier, later } from '#platform/clock.ts'
import type { Config } from '#platform/config.ts'
import { digest, newSecret } from '#platform/crypto/secrets.ts'
import type { Tx } from '#platform/db/db.ts'
import type { Asking, Client } from '#platform/http/asking.ts'
import { cookieName } from '#platform/http/cookies.ts'
import { newId } from '#platform/ids.ts'
import type { Platform } from '#platform/platform.ts'
import { noteActive } from './activity.ts'
import { dropChallenges } from './challenge.queries.ts'
import type { Principal } from './principal.ts'
import { confirmSession, deleteSessions, insertSession, insertSessionWhereKnown, rememberDevice } from './queries.ts'
import { SessionCache } from './session-cache.ts'
import { distrustDevices, rekeyDevice, trustDevice } from './trust.queries.ts'

/** Name of the session cookie (`__Host-` is added on HTTPS). */
export const sessionCookie = 'aegis'

/** Name of the cookie that tells a browser somebody signed in with before. */
export const deviceCookie = 'aegis-device'

/** How long a browser is remembered. */
export const deviceLifetime = days(400)

const caches = new WeakMap<Platform, SessionCache>()

function cacheOf(platform: Platform): SessionCache {
  const known = caches.get(platform)
  if (known) return known
  const cache = new SessionCache(platform.db, platform.changes)
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
export type SignInMethod =
  | 'password'
  | 'password+code'
  | 'password+backup-code'
  | 'password+passkey'
  | 'passkey'
  | 'sign-up'

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

/** What was proven beyond a first factor, and what is wished. */
export interface Proven {
  /** A second factor was proven just now. */
  secondFactor?: boolean
  /** Trust this browser for so long: the second factor is not asked for in it meanwhile. */
  trustFor?: Duration
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
  { secondFactor = false, trustFor }: Proven = {},
): Promise<{ id: string; newDevice: boolean }> {
  const { platform, client, now, setCookie } = opening
  const { config } = platform
  const token = newSecret()
  const lifetime = days(config.AEGIS_SESSION_DAYS)
  const userAgent = client.userAgent.slice(0, 500)
  const id = newId('ses')
  const session = {
    id,
    user_id: userId,
    token_digest: digest(token),
    method,
    ip: client.ip,
    user_agent: userAgent,
    created_at: now,
    last_active_at: now,
    expires_at: later(now, lifetime),
    confirmed_at: now,
    second_factor_at: secondFactor ? now : null,
  }
  const seen = browserSecret(opening)
  let device = seen ?? ''
  let deviceId = seen && !trustFor ? await insertSessionWhereKnown(tx, session, digest(seen)) : null
  let newDevice = false
  if (!deviceId) {
    const fresh = newId('dev')
    device = await newBrowserSecret(tx, seen)
    deviceId = await insertSession(tx, session, { digest: digest(device), id: fresh })
    newDevice = deviceId === fresh
  }
  if (trustFor) await trustDevice(tx, { userId, id: deviceId, userAgent }, later(now, trustFor))
  setCookie(deviceCookie, device, deviceLifetime)
  setCookie(sessionCookie, token, lifetime)
  return { id, newDevice }
}

/** Makes this browser a known one of the person. */
export async function rememberBrowser(tx: Tx, userId: string, opening: Omit<Opening, 'client'>): Promise<void> {
  const device = await newBrowserSecret(tx, browserSecret(opening))
  await rememberDevice(tx, { digest: digest(device), userId, id: newId('dev') }, opening.now)
  opening.setCookie(deviceCookie, device, deviceLifetime)
}

/** The secret this browser was remembered under; none when it has none, or one that is none of ours. */
function browserSecret({ platform, cookies }: Pick<Opening, 'platform' | 'cookies'>): string | undefined {
  const seen = cookies[cookieName(platform.config, deviceCookie)]
  return seen && /^[\w-]{43}$/.test(seen) ? seen : undefined
}

// The one from before might have been planted in this browser: whoever becomes known or trusted in it gets one that nobody else can know, and
// everybody who was known in it goes on under that.
async function newBrowserSecret(tx: Tx, seen: string | undefined): Promise<string> {
  const device = newSecret()
  if (seen) await rekeyDevice(tx, digest(seen), digest(device))
  return device
}

/**
 * Renews a session's proof of identity under a new token; the old one is dead (ASVS 7.2.4). `secondFactor` tells that a second factor was
 * proven. False when the session changed meanwhile.
 */
export async function renewSession(
  tx: Tx,
  { session }: Principal,
  opening: Opening,
  { secondFactor = false }: Pick<Proven, 'secondFactor'> = {},
): Promise<boolean> {
  const { platform, cookies, now, setCookie } = opening
  const seen = cookies[cookieName(platform.config, sessionCookie)] ?? ''
  const token = newSecret()
  const tokens = { seen: digest(seen), next: digest(token) }
  if (!(await confirmSession(tx, session.id, tokens, { secondFactor }, now))) return false
  setCookie(sessionCookie, token, session.expiresAt.getTime() - now.getTime())
  return true
}

/**
 * Ends every other session of a person; answers how many. Half-done sign-ins and the trust in browsers end with them, so that no path that
 * ends sessions can leave a way around the second factor behind (V55).
 */
export const revokeOtherSessions = (tx: Tx, userId: string, keep: string): Promise<number> => revoke(tx, userId, keep)

/** Ends every session of a person, and whatever ends with them (see {@link revokeOtherSessions}); answers how many. */
export const revokeAllSessions = (tx: Tx, userId: string): Promise<number> => revoke(tx, userId, null)

async function revoke(tx: Tx, userId: string, keep: string | null): Promise<number> {
  await dropChallenges(tx, userId)
  await distrustDevices(tx, userId)
  return deleteSessions(tx, userId, keep)
}
