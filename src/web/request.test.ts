import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ApiRefusal } from './api-refusal.ts'
import { askIdentity, connectClient, type NeededProof } from './client-hooks.ts'
import { addressOf, request } from './request.ts'

interface Seen {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}

let server: Server
let seen: Seen[] = []
let answers: ((response: ServerResponse) => void)[] = []
const inBrowser = globalThis.fetch

const json = (status: number, body: unknown) => (response: ServerResponse) => {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}
const demand = json(403, { code: 'confirmation_required', message: 'Confirm that it is you.', factors: ['password'] })
const refusalOf = (asked: Promise<unknown>): Promise<ApiRefusal> =>
  asked.then(
    () => Promise.reject(new Error('this was not refused')),
    (error: unknown) => (error instanceof ApiRefusal ? error : Promise.reject(error)),
  )

beforeAll(async () => {
  server = createServer(async (message, response) => {
    let body = ''
    for await (const part of message) body += part
    seen.push({ method: message.method ?? '', url: message.url ?? '', headers: message.headers, body })
    answers.shift()?.(response)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  // A browser resolves addresses against its page; Node has none.
  globalThis.fetch = (input, init) => inBrowser(new URL(String(input), origin), init)
})
afterAll(async () => {
  globalThis.fetch = inBrowser
  await new Promise((closed) => server.close(closed))
})

const byPassword: NeededProof = { factors: ['password'], needsSecondFactor: false }
let asked: NeededProof[] = []
let left = 0
let proof: boolean
beforeEach(() => {
  seen = []
  asked = []
  left = 0
  proof = true
  connectClient({
    signedOut: () => left++,
    confirmIdentity: async (needed) => {
      asked.push(needed)
      return proof
    },
  })
})

describe('the client', () => {
  it('sends the version, the body and the method, and reads the answer', async () => {
    answers = [json(200, { version: 4 })]
    expect(await request('PATCH', '/account', { body: { company: 'Acme' }, ifMatch: 3 })).toEqual({ version: 4 })
    expect(seen[0]).toMatchObject({ method: 'PATCH', url: '/api/v1/account', body: '{"company":"Acme"}' })
    expect(seen[0]?.headers).toMatchObject({ 'if-match': '"3"', 'content-type': 'application/json' })
  })

  it('sends a picture as it is', async () => {
    answers = [json(200, { avatarUrl: '/a' })]
    await request('PUT', '/account/avatar', { raw: new Blob(['pixels'], { type: 'image/png' }) })
    expect(seen[0]).toMatchObject({ body: 'pixels', headers: { 'content-type': 'image/png' } })
  })

  it('has no answer for 204', async () => {
    answers = [(response) => response.writeHead(204).end()]
    expect(await request('DELETE', '/account/avatar')).toBeUndefined()
  })

  it('asks for a proof and repeats the very same request', async () => {
    answers = [demand, json(200, { sessionsEnded: 2 })]
    const body = { current: 'a', next: 'b' }
    expect(await request('PUT', '/account/password', { body, idempotencyKey: 'k1' })).toEqual({ sessionsEnded: 2 })
    expect(asked).toEqual([byPassword])
    const [first, second] = seen.map(({ method, url, body: text, headers }) => [
      method,
      url,
      text,
      headers['idempotency-key'],
    ])
    expect(second).toEqual(first)
  })

  it('asks once for requests that wait together', async () => {
    const both = [askIdentity(byPassword), askIdentity(byPassword)]
    expect(await Promise.all(both)).toEqual([true, true])
    expect(asked).toHaveLength(1)
    await askIdentity(byPassword)
    expect(asked).toHaveLength(2)
  })

  it('repeats nothing when the person would rather not', async () => {
    proof = false
    answers = [demand]
    const refusal = await refusalOf(request('PUT', '/account/password', { body: {} }))
    expect(refusal.code).toBe('not_confirmed')
    expect(seen).toHaveLength(1)
  })

  it('gives up when proofs do not help', async () => {
    answers = [demand, demand, demand, demand]
    expect((await refusalOf(request('POST', '/a', { body: {} }))).code).toBe('confirmation_required')
    expect(seen).toHaveLength(3)
  })

  it('leaves for the sign-in page when the session is over, unless told not to', async () => {
    const over = json(401, { code: 'signed_out', message: 'Sign in to continue.' })
    answers = [over, over]
    expect((await refusalOf(request('GET', '/account', { allowSignedOut: true }))).code).toBe('signed_out')
    expect(left).toBe(0)
    await refusalOf(request('GET', '/account'))
    expect(left).toBe(1)
  })

  it('asks once more what was refused while a proof renewed the session', async () => {
    const over = json(401, { code: 'signed_out', message: 'Sign in to continue.' })
    let finish = () => {}
    answers = [
      (response) => {
        finish = () => json(200, { confirmedUntil: null })(response)
      },
      (response) => {
        over(response)
        setTimeout(() => finish(), 20)
      },
      json(200, { unread: 3 }),
    ]
    const proving = request('POST', '/auth/confirmation', { body: {} })
    await expect.poll(() => seen.length).toBe(1)
    expect(await request('GET', '/inbox')).toEqual({ unread: 3 })
    await proving
    expect(left).toBe(0)
    expect(seen.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET'])
  })

  it('hands over code, sentence, fields and request id of a refusal', async () => {
    const errors = [{ field: 'email', code: 'email_invalid', message: 'This is not an address.' }]
    answers = [
      json(400, { code: 'invalid', message: 'Some fields are not valid.', errors, requestId: 'r1', retryAfter: 9 }),
    ]
    expect(await refusalOf(request('POST', '/auth/sign-ups', { body: {} }))).toMatchObject({
      status: 400,
      code: 'invalid',
      message: 'Some fields are not valid.',
      fields: errors,
      requestId: 'r1',
      body: { retryAfter: 9 },
    })
  })

  it('makes a sentence of an answer that is none of ours, and of no answer', async () => {
    answers = [(response) => response.writeHead(502, { 'X-Request-Id': 'r2' }).end('<html>')]
    expect(await refusalOf(request('GET', '/account'))).toMatchObject({
      status: 502,
      code: 'unreadable',
      requestId: 'r2',
    })
    answers = [(response) => response.destroy()]
    expect(await refusalOf(request('GET', '/account'))).toMatchObject({ status: 0, code: 'unreachable' })
  })

  it('encodes what stands in a path or a query', () => {
    expect(
      addressOf('/teams/{team}/x', {
        params: { team: 'a/../b?c' },
        query: { cursor: 'x&y', limit: 2, none: undefined },
      }),
    ).toBe('/api/v1/teams/a%2F..%2Fb%3Fc/x?cursor=x%26y&limit=2')
  })
})
