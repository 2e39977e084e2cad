import type { z } from 'zod'
import { planCatalogue } from '#access/entitlements.ts'
import type { Plan } from '#access/plan-catalogue.ts'
import { planOf } from '#access/subscriber.queries.ts'
import type { Config } from '#platform/config.ts'
import type { Reader } from '#platform/db/db.ts'
import type { SeatsView } from './contract.ts'
import { countPending } from './invitation.queries.ts'
import { countMembers } from './membership.queries.ts'

/** How many may belong to a team and how many seats are taken: a member's each, and one for every invitation that can still be accepted. */
export async function seatsOf(
  on: Reader,
  config: Pick<Config, 'AEGIS_PLANS'>,
  teamId: string,
  now: Date,
): Promise<z.input<typeof SeatsView>> {
  const plan = await planOf(on, config, teamId, now)
  return {
    limit: plan.members,
    members: await countMembers(on, teamId),
    pending: await countPending(on, teamId, now),
    plan: { name: plan.name, monthlyPrice: plan.monthlyPrice },
  }
}

type Seats = Pick<z.input<typeof SeatsView>, 'limit' | 'members' | 'pending'>

/** How many more can be invited; Infinity without a limit. */
export const seatsLeft = ({ limit, members, pending }: Seats): number =>
  limit === null ? Number.POSITIVE_INFINITY : Math.max(0, limit - members - pending)

/** What a refusal says of the seats. */
export const seatsExtra = (seats: z.input<typeof SeatsView>, teamId: string) => ({
  limit: seats.limit,
  used: seats.members + seats.pending,
  plan: seats.plan.name,
  upgrade: `/settings/billing?team=${teamId}`,
})

/** The smallest plan of the catalogue with room for so many; null when there is none. */
export function planFor(config: Pick<Config, 'AEGIS_PLANS'>, people: number): Plan | null {
  return planCatalogue(config).plans.find(({ members }) => members === null || members >= people) ?? null
}
