import type { Role } from '#access/principal.ts'
import type { Person, TestApp } from '#tests/harness.ts'
import type { CaseDefinition } from './case-kinds.ts'
import type { CrawledPage } from './crawled-cases.ts'

let projects = 0

/** A site that names itself and may be reached: this machine. */
export const localSite = 'http://127.0.0.1:8099/'

/** Lets somebody into a team, and waits until their session has heard of it. */
export async function joinTeam(app: TestApp, person: Person, teamId: string, role: Role): Promise<void> {
  await app.join(person, teamId, role)
  for (let tries = 0; tries < 500; tries++) {
    if ((await person.browser.get(`/teams/${teamId}`)).status === 200) return
  }
  throw new Error(`${person.fullName} did not hear of the team`)
}

/** Makes a project through the API; answers its view. */
export async function makeProject(
  { browser, teamId }: Person,
  more: { team?: string; name?: string; baseUrl?: string; description?: string } = {},
) {
  const { team = teamId, ...wanted } = more
  const body = { name: `Shop ${++projects}`, baseUrl: localSite, ...wanted }
  return made(await browser.post(`/teams/${team}/projects`, body))
}

/** Makes a suite by hand through the API; answers its view. */
export const makeSuite = async ({ browser, teamId }: Person, projectId: string, team = teamId) =>
  made(
    await browser.post(`/teams/${team}/projects/${projectId}/suites`, {
      name: 'Basket',
      pageUrl: `${localSite}basket`,
    }),
  )

/** Adds a case by hand through the API; answers its view. */
export const makeCase = async (
  { browser, teamId }: Person,
  suiteId: string,
  definition: CaseDefinition = { kind: 'budget', params: { loadMs: 3_000 } },
  team = teamId,
) => made(await browser.post(`/teams/${team}/suites/${suiteId}/cases`, { name: 'In time', definition }))

/** Makes a schedule through the API; answers its view. */
export const makeSchedule = async (
  { browser, teamId }: Person,
  projectId: string,
  more: { suiteId?: string | null; cron?: string; zone?: string; enabled?: boolean } = {},
  team = teamId,
) => made(await browser.post(`/teams/${team}/projects/${projectId}/schedules`, { cron: '0 9 * * 1-5', ...more }))

// biome-ignore lint/suspicious/noExplicitAny: tests look into it
function made(answer: { status: number; body: any; text: string }): any {
  if (answer.status !== 201) throw new Error(`making it: ${answer.status} ${answer.text}`)
  return answer.body
}

/** A page as a crawl finds it, with one of everything. */
export const crawledPage = (path: string, more: Partial<CrawledPage> = {}): CrawledPage => ({
  url: `${localSite}${path}`,
  finalUrl: `${localSite}${path}`,
  status: 200,
  title: `Page ${path}`,
  heading: `Heading ${path}`,
  consoleErrors: [],
  failedRequests: [],
  links: [
    { url: `${localSite}about`, alive: true },
    { url: `${localSite}gone`, alive: false },
  ],
  forms: [{ fields: [{ name: 'q', type: 'search', label: 'Search' }] }],
  accessibility: { 'image-alt': 2 },
  loadMs: 420,
  screenshotId: 'img_1',
  ...more,
})
