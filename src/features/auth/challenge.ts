import {
  type Challenge,
  countChallengeAttempt,
  dropChallenge,
  findChallenge,
  insertChallenge,
} from '#access/challenge.queries.ts'
import { knownDevice } from '#access/queries.ts'
import { deviceCookie, type Opening } from '#access/sessions.ts'
import { hasPasskey } from '#features/passkeys/public.ts'
import { usableCodes } from '#features/two-factor/public.ts'
import { later, minutes } from '#platform/clock.ts'
import { digest, newSecret } from '#platform/crypto/secrets.ts'
import type { Reader, Tx } from '#platform/db/db.ts'
import { cookieName } from '#platform/http/cookies.ts'
import type { CookieJar } from '#platform/http/handling.ts'
import type { Platform } from '#platform/platform.ts'

/** Name of the cookie that binds a half-done sign-in to its browser; nothing else can name one (V45). */
export const challengeCookie = 'aegis-challenge'

/** How long the second factor is awaited (facts.md “Two-factor”). */
export const challengeLifetime = minutes(5)

/** Second factors one half-done sign-in may try; then the password is needed again (V17). */
export const triesPerChallenge = 5

/** What would finish a half-done sign-in of this person now. */
export const challengeFactors = async (on: Reader, userId: string): Promise<ChallengeFactor[]> => [
  ...(await usableCodes(on, userId)),
  ...((await hasPasskey(on, userId)) ? (['passkey'] as const) : []),
]

/** A second factor that finishes a sign-in. */
export type ChallengeFactor = 'code' | 'backup_code' | 'passkey'

/** The request of a browser that may hold a half-done sign-in. */
export interface Asker {
  platform: Platform
  cookies: CookieJar
  now: Date
}

/** Begins a half-done sign-in in this browser, in place of one begun before. Its secret opens nothing but the next step (V26). */
export async function beginChallenge(tx: Tx, userId: string, opening: Opening): Promise<{ expiresAt: Date }> {
  const { platform, client, cookies, now, setCookie } = opening
  const secret = newSecret()
  const before = secretOf(opening)
  if (before) await dropChallenge(tx, before)
  const expiresAt = later(now, challengeLifetime)
  const device = cookies[cookieName(platform.config, deviceCookie)]
  await insertChallenge(tx, {
    digest: digest(secret),
    user_id: userId,
    ip: client.ip,
    user_agent: client.userAgent.slice(0, 500),
    known_browser: device !== undefined && (await knownDevice(tx, userId, digest(device))) !== null,
    created_at: now,
    expires_at: expiresAt,
  })
  setCookie(challengeCookie, secret, challengeLifetime)
  return { expiresAt }
}

/** The half-done sign-in of this browser; undefined when there is none, or it is over. */
export async function liveChallenge(asker: Asker): Promise<Challenge | undefined> {
  const secret = secretOf(asker)
  return secret && findChallenge(asker.platform.db, secret, { most: triesPerChallenge, now: asker.now })
}

/** The same, with one try counted and committed: to be called before any second factor is looked at (V14, V24). */
export async function tryChallenge(asker: Asker): Promise<Challenge | undefined> {
  const secret = secretOf(asker)
  return secret && countChallengeAttempt(asker.platform.db, secret, { most: triesPerChallenge, now: asker.now })
}

function secretOf({ platform, cookies }: Pick<Asker, 'platform' | 'cookies'>): Buffer | undefined {
  const secret = cookies[cookieName(platform.config, challengeCookie)]
  return secret && /^[\w-]{43}$/.test(secret) ? digest(secret) : undefined
}
