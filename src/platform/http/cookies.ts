import { serialize } from 'cookie'
import type { Config } from '../config.ts'

/**
 * A Set-Cookie line as security.md decides: `__Host-` name, Secure, HttpOnly, SameSite=Lax, Path=/. On plain-HTTP localhost the prefix and
 * Secure are dropped, because no browser would keep the cookie. `null` removes it; `maxAge` in milliseconds, else until the browser closes.
 */
export function cookieLine(config: Config, name: string, value: string | null, maxAge?: number): string {
  const secure = config.publicUrl.startsWith('https:')
  return serialize(cookieName(config, name), value ?? '', {
    httpOnly: true,
    secure,
    sameSite: 'lax',
    path: '/',
    ...(value === null ? { maxAge: 0 } : maxAge !== undefined && { maxAge: Math.floor(maxAge / 1000) }),
  })
}

/** The name a cookie has on this installation. */
export const cookieName = (config: Config, name: string): string =>
  config.publicUrl.startsWith('https:') ? `__Host-${name}` : name
