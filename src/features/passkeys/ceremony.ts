import { later, minutes } from '#platform/clock.ts'
import { digest, newSecret } from '#platform/crypto/secrets.ts'
import { cookieName } from '#platform/http/cookies.ts'
import type { CookieJar } from '#platform/http/handling.ts'
import { newId } from '#platform/ids.ts'
import type { Platform } from '#platform/platform.ts'
import { type CeremonyPurpose, deleteCeremony, insertCeremony } from './ceremony.queries.ts'

/** Ties a challenge to the browser that asked for it. */
export const ceremonyCookie = 'aegis-passkey'

/** How long a challenge may be answered. */
export const ceremonyLifetime = minutes(5)

/** The request of a browser in a ceremony. */
export interface Asker {
  platform: Platform
  cookies: CookieJar
  now: Date
}

/** The same, able to keep the browser's secret. */
export interface Beginning extends Asker {
  setCookie(name: string, value: string, maxAge: number): void
}

/** What a challenge is for, and of whom; null while the passkey itself is to tell who it is. */
export interface Ceremony {
  purpose: CeremonyPurpose
  userId: string | null
}

/** Begins a ceremony: a challenge of 256 bits that is good for one answer. Several may be open in one browser, one per tab. */
export async function beginCeremony(
  { platform, cookies, now, setCookie }: Beginning,
  { purpose, userId }: Ceremony,
): Promise<{ ceremonyId: string; challenge: string }> {
  const browser = secretOf({ platform, cookies }) ?? newSecret()
  const id = newId('cer')
  const challenge = newSecret()
  await insertCeremony(platform.db, {
    id,
    purpose,
    browser_digest: digest(browser),
    user_id: userId,
    challenge,
    expires_at: later(now, ceremonyLifetime),
  })
  setCookie(ceremonyCookie, browser, ceremonyLifetime)
  return { ceremonyId: id, challenge }
}

/** Ends a ceremony and answers its challenge; null when it is over, not this browser's, for another purpose or of another person. A wrong answer uses it up too. */
export async function takeCeremony(asker: Asker, id: string, ceremony: Ceremony): Promise<string | null> {
  const browser = secretOf(asker)
  if (!browser) return null
  return deleteCeremony(asker.platform.db, { id, browserDigest: digest(browser), ...ceremony }, asker.now)
}

function secretOf({ platform, cookies }: Pick<Asker, 'platform' | 'cookies'>): string | undefined {
  const secret = cookies[cookieName(platform.config, ceremonyCookie)]
  return secret && /^[\w-]{43}$/.test(secret) ? secret : undefined
}
