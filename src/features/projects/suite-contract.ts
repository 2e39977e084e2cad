import { z } from 'zod'
import { instant } from '#platform/http/schemas.ts'
import { CaseDefinition, Line, PageUrl, priorities } from './case-kinds.ts'

const SuiteName = Line(120, 'Give the suite a name.')
const CaseName = Line(120, 'Give the case a name.')

/** A suite made by hand. */
export const CreateSuite = z.object({ name: SuiteName, pageUrl: PageUrl })

/** What may change about a suite. */
export const UpdateSuite = z.object({ name: SuiteName.optional() })

/** Which suites of a project are asked for. */
export const SuitesQuery = z.object({
  search: Line(100).optional(),
  cursor: z
    .string()
    .regex(/^\d{1,9}-suite_[0-9a-hjkmnp-tv-z]{26}$/, 'Use the nextCursor of the page before.')
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(20),
})

/** A suite as lists show it. */
export const SuiteView = z.object({
  id: z.string(),
  projectId: z.string(),
  name: z.string(),
  pageUrl: z.string(),
  source: z.enum(['crawl', 'manual']),
  cases: z.int(),
  enabledCases: z.int(),
  createdAt: instant(),
  version: z.int(),
})

/** A page of suites, in their order. */
export const SuitesView = z.object({ items: z.array(SuiteView), nextCursor: z.string().nullable() })

/** A case made by hand. */
export const CreateCase = z.object({
  name: CaseName,
  definition: CaseDefinition,
  priority: z.enum(priorities).default('normal'),
  enabled: z.boolean().default(true),
})

/** What may change about a case; what is left out stays. Its kind never changes. */
export const UpdateCase = z.object({
  name: CaseName.optional(),
  definition: CaseDefinition.optional(),
  priority: z.enum(priorities).optional(),
  enabled: z.boolean().optional(),
})

/** A case as people see it. */
export const CaseView = z.object({
  id: z.string(),
  suiteId: z.string(),
  name: z.string(),
  says: z.string().describe('What cases of this kind check'),
  definition: CaseDefinition,
  source: z.enum(['crawl', 'manual']),
  edited: z.boolean().describe('Somebody changed what is expected; crawls leave it alone'),
  enabled: z.boolean(),
  priority: z.enum(priorities),
  version: z.int(),
})

/** A suite with its cases and the project it belongs to. */
export const SuiteWithCases = SuiteView.extend({
  project: z.object({ id: z.string(), name: z.string(), baseUrl: z.string(), archived: z.boolean() }),
  items: z.array(CaseView),
  mayEdit: z.boolean(),
})

export const suiteRefusals = {
  other_site: { status: 400, message: 'This page is on another site than the project. Make a project for that site.' },
  too_many_suites: { status: 409, message: 'This project has 20,000 suites. Delete some before adding more.' },
} as const

export const caseRefusals = {
  kind_fixed: { status: 400, message: 'What kind of check a case is cannot be changed. Add another case.' },
  too_many_cases: { status: 409, message: 'This suite has 200 cases. Delete some before adding more.' },
} as const
