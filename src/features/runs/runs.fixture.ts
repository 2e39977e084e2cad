import { newId } from '#platform/ids.ts'
import type { Person, TestApp } from '#tests/harness.ts'
import { drainBrowserWork } from './worker.ts'

/** Makes a project of a person's team for a site, behind the scenes. */
export async function makeProject(
  app: TestApp,
  person: Pick<Person, 'teamId'>,
  baseUrl: string,
  { name = 'Shop', teamId = person.teamId }: { name?: string; teamId?: string } = {},
): Promise<string> {
  const id = newId('prj')
  await app.sql(
    "INSERT INTO projects (team_id, id, name, base_url, description, created_at) VALUES ($1, $2, $3, $4, '', $5)",
    [teamId, id, name, baseUrl, app.clock.now()],
  )
  return id
}

/** Crawls a project and waits for the end; answers the crawl as it is then. */
export async function crawled(app: TestApp, person: Person, projectId: string, wish: Record<string, unknown> = {}) {
  const asked = await person.browser.post(`/teams/${person.teamId}/crawls`, { projectId, delayMs: 0, ...wish })
  if (asked.status !== 201) throw new Error(`crawling: ${asked.text}`)
  await drainBrowserWork(app.platform)
  return (await person.browser.get(`/teams/${person.teamId}/crawls/${asked.body.id}`)).body
}

/** Runs tests of a project and waits for the end; answers the run and its cases as they are then. */
export async function ran(app: TestApp, person: Person, projectId: string, wish: Record<string, unknown> = {}) {
  const asked = await person.browser.post(`/teams/${person.teamId}/runs`, { projectId, ...wish })
  if (asked.status !== 201) throw new Error(`running: ${asked.text}`)
  await drainBrowserWork(app.platform)
  return resultOf(person, asked.body.id)
}

/** A run and its cases by name, as they are now. */
export async function resultOf(person: Person, id: string) {
  const { body: run } = await person.browser.get(`/teams/${person.teamId}/runs/${id}`)
  const { body } = await person.browser.get(`/teams/${person.teamId}/runs/${id}/cases`)
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it
  const cases: any[] = body.items
  return { run, cases, named: (name: string) => cases.find((one) => one.name === name) }
}
