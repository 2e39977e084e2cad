import { expect } from 'vitest'
import { makeKey, program } from '#features/api-keys/key.fixture.ts'
import type { TestApp } from '#tests/harness.ts'
import { makeProject } from './runs.fixture.ts'

/** A team with a project for this site, and a key as a pipeline has one. */
export async function pipeline(app: TestApp, siteUrl: string, name: string) {
  const person = await app.person(name)
  const projectId = await makeProject(app, person, `${siteUrl}/`)
  const { id: keyId, secret } = await makeKey(person, { scopes: ['projects:read', 'runs:read', 'runs:write'] })
  return { person, projectId, keyId, secret, ci: program(app, secret) }
}

/** The events of a stream up to its end, or until it has been told `enough`. */
export async function follow(
  app: TestApp,
  secret: string,
  crawlId: string,
  enough: (events: { event: string; data: Record<string, unknown> }[]) => boolean = () => false,
) {
  const ended = new AbortController()
  const answer = await fetch(`${app.address}/api/v1/ci/crawls/${crawlId}/events`, {
    headers: { authorization: `Bearer ${secret}` },
    signal: ended.signal,
  })
  expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/)
  const events: { event: string; data: Record<string, unknown> }[] = []
  let text = ''
  const decoder = new TextDecoder()
  for await (const part of answer.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(part, { stream: true })
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const [, event = ''] = /^event: (.*)$/m.exec(block) ?? []
      if (event) events.push({ event, data: JSON.parse(/^data: (.*)$/m.exec(block)?.[1] ?? '{}') })
    }
    if (enough(events)) break
  }
  ended.abort()
  return events
}
