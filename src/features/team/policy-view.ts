import type { z } from 'zod'
import { may } from '#access/permissions.ts'
import type { Role } from '#access/principal.ts'
import { planOf } from '#access/subscriber.queries.ts'
import type { Config } from '#platform/config.ts'
import type { Reader } from '#platform/db/db.ts'
import { countWithoutTwoFactor } from './members-list.queries.ts'
import type { PolicyView } from './policy-contract.ts'
import type { TeamRow } from './queries.ts'

/** A team's rules as somebody with this role sees them. */
export async function policyOf(
  on: Reader,
  config: Pick<Config, 'AEGIS_PLANS'>,
  team: TeamRow,
  role: Role,
  now: Date,
): Promise<z.input<typeof PolicyView>> {
  return {
    twoFactorFrom: team.two_factor_from,
    twoFactorOnPlan: (await planOf(on, config, team.id, now)).teamTwoFactor,
    withoutTwoFactor: may(role, 'members.manage') ? await countWithoutTwoFactor(on, team.id) : null,
    passwordMin: team.password_min,
    keyLifetimeDays: team.key_lifetime_days,
    keyMakers: team.key_makers,
    version: team.version,
  }
}
