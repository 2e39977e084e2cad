import type { Answer } from '#tests/browser.ts'
import type { Person, TestApp } from '#tests/harness.ts'
import { confirm, program } from './key.fixture.ts'

/** A project of a person's team; answers its id. */
export async function makeProject(owner: Person, name: string): Promise<string> {
  const body = { name, baseUrl: 'http://127.0.0.1:8099/' }
  const answer = await owner.browser.post(`/teams/${owner.teamId}/projects`, body)
  if (answer.status !== 201) throw new Error(answer.text)
  return answer.body.id
}

/** Asks for a key for these projects, whatever the answer. */
export async function askForKey(owner: Person, projectIds: unknown): Promise<Answer> {
  await confirm(owner)
  const body = { name: 'CI', kind: 'personal', scopes: ['projects:read', 'keys:write', 'keys:read'], projectIds }
  return owner.browser.post(`/teams/${owner.teamId}/keys`, body)
}

/** The names of the projects that a key finds. */
export async function projectsSeen(at: Pick<TestApp, 'browser'>, secret: string): Promise<string[]> {
  const { body } = await program(at, secret).get('/teams/current/projects')
  return body.items.map(({ name }: { name: string }) => name).sort()
}
