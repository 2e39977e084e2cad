import { readFileSync } from 'node:fs'
import type { Config } from '#platform/config.ts'
import { StartupFault } from '#platform/fault.ts'
import { catalogues, type Plan, PlanCatalogue } from './plan-catalogue.ts'

const loaded = new Map<string, PlanCatalogue>()

/** The plans of this installation. Throws a {@link StartupFault} for a file of the operator's that cannot be used; called at start. */
export function planCatalogue({ AEGIS_PLANS: named }: Pick<Config, 'AEGIS_PLANS'>): PlanCatalogue {
  const catalogue = loaded.get(named) ?? catalogues[named] ?? readCatalogue(named)
  loaded.set(named, catalogue)
  return catalogue
}

function readCatalogue(file: string): PlanCatalogue {
  const fault = (why: string) => new StartupFault(`AEGIS_PLANS must be standard, selfhosted or a JSON file: ${why}.`)
  let data: unknown
  try {
    data = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw fault((error as Error).message)
  }
  const parsed = PlanCatalogue.safeParse(data)
  if (parsed.success) return parsed.data
  throw fault(parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim()).join('; '))
}

/** A stretch of time a team is on a plan it chose. */
export interface PlanPeriod {
  planId: string
  startsAt: Date
  /** Null: until further notice. */
  endsAt: Date | null
  /** Months of use are counted from here. */
  anchorAt: Date
}

/** What of a team its plan follows from. */
export interface Subscriber {
  createdAt: Date
  trialEndsAt: Date | null
  planPeriods: readonly PlanPeriod[]
}

/** The stretch that covers this instant; undefined on the trial and on the basic plan. */
export const planPeriodAt = ({ planPeriods }: Pick<Subscriber, 'planPeriods'>, now: Date): PlanPeriod | undefined =>
  planPeriods.find(({ startsAt, endsAt }) => startsAt <= now && (!endsAt || endsAt > now))

/** What a team may have at this moment: the plan it chose, else the trial's while the trial lasts, else the basic one. */
export function entitlements(
  config: Pick<Config, 'AEGIS_PLANS'>,
  subscriber: Pick<Subscriber, 'trialEndsAt' | 'planPeriods'>,
  now: Date,
): Plan {
  const { plans, basic, trial } = planCatalogue(config)
  const id = planPeriodAt(subscriber, now)?.planId ?? (onTrial(subscriber, now) ? trial : basic)
  // A plan that an operator took out of the catalogue gives what the basic one gives, until they move the team.
  return plans.find((plan) => plan.id === id) ?? plans.find((plan) => plan.id === basic) ?? neverBeyond(id)
}

/** Whether a team is on its trial at this moment. */
export const onTrial = (subscriber: Pick<Subscriber, 'trialEndsAt' | 'planPeriods'>, now: Date): boolean =>
  subscriber.trialEndsAt !== null && subscriber.trialEndsAt > now && !planPeriodAt(subscriber, now)

const neverBeyond = (id: string): never => {
  throw new Error(`the plan ${id} is not in the catalogue`)
}
