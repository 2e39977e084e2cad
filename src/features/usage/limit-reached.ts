import type { RefusalRule } from '#platform/http/refusal.ts'
import { formatInZone } from '#platform/zones.ts'
import { isUsedUp, type Meter, nameOf } from './meters.ts'

/** A limit that left no room. */
export interface LimitReached {
  meter: Meter
  limit: number
  used: number
  /** When it begins anew; null for what is held rather than used up. */
  resetsAt: Date | null
  /** The plan's name, for people. */
  plan: string
}

/** The refusal of whoever would go beyond a limit; {@link limitReachedExtra} makes its sentence exact. */
export const limitReachedRefusal = {
  status: 402,
  message: 'A limit of your plan is reached. Choose a larger plan under Settings → Billing.',
} as const satisfies RefusalRule

/** What the 402 says beyond its code: how much of what is used, when it begins anew, and what to do now. */
export function limitReachedExtra(reached: LimitReached, teamId: string): Record<string, unknown> {
  const { meter, limit, used, resetsAt, plan } = reached
  const says = limitSentence(reached)
  return { title: says, error: says, message: says, meter, limit, used, resetsAt, plan, upgrade: upgradePath(teamId) }
}

/** Where a larger plan is chosen, below the public address. */
export const upgradePath = (teamId: string): string => `/settings/billing?team=${teamId}`

/** The limit in words. */
export function limitSentence({ meter, limit, used, resetsAt, plan }: LimitReached): string {
  const what = nameOf[meter]
  if (!isUsedUp(meter) || !resetsAt) {
    return `The plan ${plan} has room for ${limit} ${what}, and there are ${used}. Give one up, or choose a larger plan under Settings → Billing.`
  }
  const when = formatInZone(resetsAt, 'UTC', 'dateTime')
  return `${used} of the ${limit} ${what} that the plan ${plan} allows in this period are used. They begin anew on ${when} UTC; until then, a larger plan under Settings → Billing makes room.`
}
