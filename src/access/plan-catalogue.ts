import { z } from 'zod'

const limit = z.int().min(0).nullable().describe('null: no limit')

/** One plan: what a team on it may have. Prices are whole minor units of the catalogue's currency, per month and per year; null is by agreement. */
const Plan = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
  name: z.string().min(1).max(60),
  monthlyPrice: z.int().min(0).max(100_000_000).nullable(),
  /** Null: not sold by the year. */
  yearlyPrice: z.int().min(0).max(100_000_000).nullable().default(null),
  projects: limit,
  members: limit,
  runsPerPeriod: limit,
  crawlsPerPeriod: limit,
  pagesPerCrawl: limit,
  concurrentRuns: limit,
  resultDays: limit,
  apiKeys: z.boolean(),
  requestsPerMinute: z.int().min(1).nullable(),
  auditLog: z.boolean(),
  auditDays: limit,
  teamTwoFactor: z.boolean(),
  singleSignOn: z.boolean(),
})

/** The plans of an installation. Only this file, or the operator's own, names one. */
export const PlanCatalogue = z
  .strictObject({
    /** The plan of a team that chose none. */
    basic: z.string(),
    /** The plan of a team while its trial lasts. */
    trial: z.string(),
    /** What prices are in; ISO 4217. */
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'must be a currency such as USD')
      .default('USD'),
    plans: z.array(Plan).min(1),
  })
  .refine(({ basic, trial, plans }) => [basic, trial].every((id) => plans.some((plan) => plan.id === id)), {
    error: 'names a plan in “basic” or “trial” that is not among its plans',
  })

export type Plan = z.output<typeof Plan>
export type PlanCatalogue = z.output<typeof PlanCatalogue>

const small = { apiKeys: true, auditLog: false, auditDays: 0, teamTwoFactor: false, singleSignOn: false }
const large = { apiKeys: true, auditLog: true, teamTwoFactor: true, singleSignOn: true }

const free: Plan = {
  id: 'free',
  name: 'Free',
  monthlyPrice: 0,
  yearlyPrice: 0,
  projects: 1,
  members: 1,
  runsPerPeriod: 50,
  crawlsPerPeriod: 10,
  pagesPerCrawl: 25,
  concurrentRuns: 1,
  resultDays: 7,
  requestsPerMinute: 20,
  ...small,
}

const starter: Plan = {
  id: 'starter',
  name: 'Starter',
  monthlyPrice: 900,
  yearlyPrice: 9_000,
  projects: 3,
  members: 1,
  runsPerPeriod: 500,
  crawlsPerPeriod: 50,
  pagesPerCrawl: 100,
  concurrentRuns: 2,
  resultDays: 30,
  requestsPerMinute: 30,
  ...small,
}

const pro: Plan = {
  id: 'pro',
  name: 'Pro',
  monthlyPrice: 2_900,
  yearlyPrice: 29_000,
  projects: 10,
  members: 5,
  runsPerPeriod: 2_500,
  crawlsPerPeriod: 250,
  pagesPerCrawl: 500,
  concurrentRuns: 5,
  resultDays: 90,
  requestsPerMinute: 60,
  ...small,
  auditLog: true,
  auditDays: 365,
}

const business: Plan = {
  id: 'business',
  name: 'Business',
  monthlyPrice: 5_900,
  yearlyPrice: 59_000,
  projects: 25,
  members: 15,
  runsPerPeriod: 10_000,
  crawlsPerPeriod: 1_000,
  pagesPerCrawl: 2_000,
  concurrentRuns: 10,
  resultDays: 365,
  requestsPerMinute: 300,
  ...large,
  auditDays: 1_095,
}

const unlimited = {
  projects: null,
  members: null,
  runsPerPeriod: null,
  crawlsPerPeriod: null,
  concurrentRuns: null,
  resultDays: null,
  auditDays: null,
}

const enterprise: Plan = {
  id: 'enterprise',
  name: 'Enterprise',
  monthlyPrice: null,
  yearlyPrice: null,
  ...unlimited,
  pagesPerCrawl: 10_000,
  requestsPerMinute: 3_000,
  ...large,
}

const selfHosted: Plan = {
  id: 'selfhosted',
  name: 'Self-hosted',
  monthlyPrice: 0,
  yearlyPrice: 0,
  ...unlimited,
  pagesPerCrawl: null,
  requestsPerMinute: null,
  ...large,
}

/** The catalogues that come with the program, by the value of `AEGIS_PLANS`. */
export const catalogues: Readonly<Record<string, PlanCatalogue>> = {
  standard: { basic: free.id, trial: pro.id, currency: 'USD', plans: [free, starter, pro, business, enterprise] },
  selfhosted: { basic: selfHosted.id, trial: selfHosted.id, currency: 'USD', plans: [selfHosted] },
}
