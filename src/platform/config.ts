import { readFileSync } from 'node:fs'
import ipaddr from 'ipaddr.js'
import { StartupFault } from './fault.ts'
import { settings, type Values } from './settings.ts'

/** The validated configuration: every setting, and what follows from several of them together. */
export interface Config extends Values {
  /** Origin that links start with and that browsers must come from; never taken from a request (CVE-2025-64101 and its kind). */
  publicUrl: string
  /** Whether the public address is this machine only: plain HTTP, the outbox page and private targets are then fine. */
  loopback: boolean
  /** Fastify's `trustProxy`. */
  trustProxy: number | string[] | false
  /** Who takes payments. */
  payments: 'practice' | 'stripe' | 'invoice'
}

type Environment = Readonly<Record<string, string | undefined>>

/** Reads the environment once. Throws a {@link StartupFault} that names every fault and never echoes a value (it may be a secret). */
export function readConfig(env: Environment = process.env): Config {
  const faults: string[] = []
  const values: Record<string, unknown> = {}
  for (const [name, setting] of Object.entries(settings)) {
    const parsed = setting.shape.safeParse(givenValue(name, env, faults))
    if (parsed.success) values[name] = parsed.data
    else faults.push(`${name} ${parsed.error.issues[0]?.message ?? 'is not valid'}`)
  }
  for (const name of Object.keys(env)) {
    if (name.startsWith('AEGIS_') && !(name.replace(/_FILE$/, '') in settings))
      faults.push(`${name} is not a setting this version knows`)
  }
  const given = values as Values
  const trustProxy = readTrustProxy(given.TRUST_PROXY, faults)
  if (!given.PUBLIC_URL && !isLoopback(given.HOST)) faults.push('PUBLIC_URL is required when HOST is not loopback')
  const payments = given.AEGIS_PAYMENTS ?? (given.STRIPE_SECRET_KEY ? 'stripe' : 'practice')
  faults.push(...stripeFaults(payments, given, env))
  if (faults.length > 0) throw new StartupFault(`The configuration is not valid: ${faults.join('; ')}.`)
  const publicUrl = new URL(given.PUBLIC_URL ?? `http://localhost:${given.PORT}`).origin
  return { ...given, publicUrl, loopback: isLoopback(new URL(publicUrl).hostname), trustProxy, payments }
}

// An empty secret makes a signature that anybody can make (V140, V141), so it is never taken for "not given".
function stripeFaults(payments: Config['payments'], given: Values, env: Environment): string[] {
  const secrets = ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'] as const
  const api = given.STRIPE_API_URL
  return [
    ...secrets.filter((name) => env[name]?.trim() === '').map((name) => `${name} is empty`),
    ...secrets
      .filter((name) => payments === 'stripe' && !given[name])
      .map((name) => `${name} is required when Stripe takes payments`),
    ...(api && !isLoopback(new URL(api).hostname) ? ['STRIPE_API_URL may only lead to this machine'] : []),
  ]
}

/** The environment as it is, for programs this one starts; what they are handed of it is theirs to choose. */
export const environment = (): Environment => process.env

function givenValue(name: string, env: Environment, faults: string[]): string | undefined {
  const file = env[`${name}_FILE`]
  if (file === undefined) return env[name] === '' ? undefined : env[name]
  if (env[name] !== undefined) faults.push(`${name} and ${name}_FILE are both given; keep one`)
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    faults.push(`${name}_FILE names a file that cannot be read`)
    return undefined
  }
}

function readTrustProxy(text: string | undefined, faults: string[]): Config['trustProxy'] {
  if (!text || text === '0') return false
  if (/^\d{1,2}$/.test(text)) return Number(text)
  const ranges = text.split(',').map((part) => part.trim())
  const valid = ranges.every((range) => ipaddr.isValid(range) || ipaddr.isValidCIDR(range))
  if (!valid)
    faults.push(
      'TRUST_PROXY must be a number of proxies or a list of their addresses; “true” would let any client choose its own address',
    )
  return ranges
}

const isLoopback = (host: string): boolean => {
  const bare = host.replace(/^\[|\]$/g, '')
  return bare === 'localhost' || bare === '::1' || /^127\./.test(bare)
}
