import type { Platform } from '../platform.ts'
import { type Finding, fail, ok } from './check.ts'

/** People reach the installation in a way that keeps their session secret. */
export function checkPublicAddress({ config }: Platform): Finding {
  if (config.loopback) return ok(`${config.publicUrl} is reachable from this machine only.`)
  if (config.publicUrl.startsWith('https:')) return ok(`${config.publicUrl}; letters link to it.`)
  return fail(
    `${config.publicUrl} is not encrypted, and browsers will not keep the session cookie.`,
    'Put a proxy with a certificate in front and set PUBLIC_URL to its https address.',
  )
}
