import { z } from 'zod'
import { instant } from '#platform/http/schemas.ts'
import { Line, PageUrl } from './case-kinds.ts'

export * from './schedule-contract.ts'
export * from './suite-contract.ts'

const Name = Line(80, 'Give the project a name.')
const Description = z
  .string()
  .normalize('NFC')
  .trim()
  .refine((text) => [...text].length <= 500, { error: 'Use at most 500 characters.', params: { code: 'too_long' } })
  .refine((text) => !/[^\P{C}\n]/u.test(text), {
    error: 'Control and invisible characters cannot be used here.',
    params: { code: 'invisible_characters' },
  })

/** What a new project is to be. */
export const CreateProject = z.object({
  name: Name,
  baseUrl: PageUrl,
  description: Description.default(''),
  respectsRobots: z.boolean().default(true),
})

/** What may change about a project; what is left out stays. */
export const UpdateProject = z.object({
  name: Name.optional(),
  baseUrl: PageUrl.optional(),
  description: Description.optional(),
  respectsRobots: z.boolean().optional(),
})

/** The name of the project, typed by whoever deletes it. */
export const DeleteProject = z.object({ name: z.string().max(200) })

/** Which projects are asked for. */
export const ProjectsQuery = z.object({
  archived: z.enum(['true', 'false']).default('false'),
  search: Line(100).optional(),
  cursor: z
    .string()
    .regex(/^prj_[0-9a-hjkmnp-tv-z]{26}$/, 'Use the nextCursor of the page before.')
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(20),
})

/** A project as people see it. */
export const ProjectView = z.object({
  id: z.string(),
  name: z.string(),
  baseUrl: z.string(),
  description: z.string(),
  respectsRobots: z.boolean().describe('Crawls keep to the robots.txt of the site'),
  archivedAt: instant().nullable(),
  createdAt: instant(),
  createdBy: z.object({ id: z.string(), name: z.string() }).nullable().describe('null: a key, or somebody who left'),
  suites: z.int(),
  cases: z.int(),
  schedules: z.int(),
  crawled: z.boolean().describe('A crawl has made suites of it'),
  mayEdit: z.boolean().describe('You may change its suites and schedules'),
  mayManage: z.boolean().describe('You may rename, archive and delete it'),
  version: z.int(),
})

/** A page of projects, newest first. */
export const ProjectsView = z.object({
  items: z.array(ProjectView),
  nextCursor: z.string().nullable(),
  room: z
    .object({ used: z.int(), limit: z.int().nullable(), plan: z.string() })
    .describe('How many projects count against the plan; archived ones do not'),
  mayCreate: z.boolean().describe('Your role allows to make projects'),
})

export const baseUrlRefusals = {
  address_refused: {
    status: 400,
    message:
      'This address was not found, or may not be reached from here. Check its spelling; the operator decides whether private addresses may be tested.',
  },
} as const

export const keyLimitRefusals = {
  key_limited: {
    status: 403,
    message: 'This API key is limited to some projects, so it cannot make another.',
  },
} as const

export const deleteProjectRefusals = {
  name_wrong: { status: 400, message: 'Type the name of the project exactly as it is written.' },
} as const
