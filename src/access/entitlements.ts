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

/** What of a team its plan follows from. */
export interface Subscriber {
  trialEndsAt: Date | null
}

/** What a team may have at this moment: the trial's plan while the trial lasts, else the basic one. */
export function entitlements(config: Pick<Config, 'AEGIS_PLANS'>, { trialEndsAt }: Subscriber, now: Date): Plan {
  const { plans, basic, trial } = planCatalogue(config)
  const id = trialEndsAt && trialEndsAt > now ? trial : basic
  return plans.find((plan) => plan.id === id) ?? neverBeyond(id)
}

const neverBeyond = (id: string): never => {
  throw new Error(`the plan ${id} is not in the catalogue`)
}
