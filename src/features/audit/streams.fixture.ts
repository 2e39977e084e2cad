import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll } from 'vitest'
import type { Person, TestApp } from '#tests/harness.ts'
import { deliverStreams } from './deliver-streams.ts'
import { sealAudit } from './seal.ts'

/** What a collector got in one request. */
interface Received {
  signature: string
  body: string
  sequences: number[]
}

/** A webhook that answers as it is told by `status`. */
export async function collector() {
  const received: Received[] = []
  const state = { status: 200, received, address: '' }
  const server = createServer(async (request: IncomingMessage, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    if (state.status === 200)
      received.push({
        body,
        signature: String(request.headers['x-aegisrunner-signature']),
        sequences: JSON.parse(body).entries.map(({ sequence }: { sequence: number }) => sequence),
      })
    response.writeHead(state.status).end()
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  afterAll(() => new Promise((closed) => server.close(closed)))
  state.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/audit`
  return state
}

/** Where a team's log is sent on to. */
export const streams = (who: Person) => `/teams/${who.teamId}/audit/streams`

/** Adds a webhook, or what `body` says. */
export const addStream = (who: Person, body: Record<string, unknown>) =>
  who.browser.post(streams(who), { name: 'Collector', kind: 'webhook', ...body })

/** The streams as the page lists them. */
export const shownStreams = async (who: Person) => (await who.browser.get(streams(who))).body.items

/** Seals what was written, and sends on what is due. */
export async function deliver({ platform }: Pick<TestApp, 'platform'>): Promise<void> {
  await sealAudit(platform, platform.clock.now())
  await deliverStreams(platform, platform.clock.now())
}
