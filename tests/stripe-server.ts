/**
 * A Stripe of our own on the loopback: speaks the calls we use, keeps state and idempotency keys, signs webhooks, and can be made to fail. What
 * a card does is chosen when it is given.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Stripe from 'stripe'

/** How a card behaves. */
export type StripeCard = 'pays' | 'declines' | 'asks'

// biome-ignore lint/suspicious/noExplicitAny: objects of every shape, as they go over the wire
type Thing = Record<string, any>

/** The server and what a test does with it. */
export interface StripeServer {
  url: string
  /** Calls so far, such as `POST /v1/payment_intents`. */
  calls: string[]
  /** The next answers are this status; a network fault for 0; none ever for -1. */
  failNext(times: number, status: number): void
  /** Lets a person give a card at the Checkout page of this session. */
  giveCard(session: string, card: StripeCard): string
  /** Lets a person confirm, or refuse, a payment that asks for it. */
  answer(intent: string, approve: boolean): void
  things: Map<string, Thing>
  /** An event about an object, as Stripe would send it: body and signature. */
  event(
    type: string,
    object: string,
    at: Date,
    more?: { id?: string; secret?: string },
  ): { body: string; signature: string }
  close(): Promise<void>
}

/** Starts one. */
export async function stripeServer(webhookSecret: string): Promise<StripeServer> {
  const things = new Map<string, Thing>()
  const answered = new Map<string, { status: number; body: Thing }>()
  const calls: string[] = []
  let ids = 0
  let failures: number[] = []
  const add = (prefix: string, thing: Thing): Thing => {
    const made = { id: `${prefix}_${++ids}`, ...thing }
    things.set(made.id, made)
    return made
  }

  function pay(intent: Thing): { status: number; body: Thing } {
    const card = things.get(intent.payment_method)?.behaves as StripeCard | undefined
    if (card === 'pays') return { status: 200, body: Object.assign(intent, { status: 'succeeded' }) }
    if (card === 'asks' && intent.off_session !== 'true') {
      const url = `https://hooks.stripe.com/3ds/${intent.id}`
      return {
        status: 200,
        body: Object.assign(intent, {
          status: 'requires_action',
          next_action: { type: 'redirect_to_url', redirect_to_url: { url } },
        }),
      }
    }
    const message = card === 'asks' ? 'Your card requires authentication.' : 'Your card was declined.'
    Object.assign(intent, { status: 'requires_payment_method', last_payment_error: { message } })
    return {
      status: 402,
      body: { error: { type: 'card_error', code: 'card_declined', message, payment_intent: intent } },
    }
  }

  function handle(method: string, path: string, form: URLSearchParams): { status: number; body: Thing } {
    const fields = Object.fromEntries(form)
    const [, , kind = '', id = '', act = ''] = path.split('/')
    if (method === 'POST' && path === '/v1/customers') return ok(add('cus', { object: 'customer', name: fields.name }))
    if (method === 'POST' && path === '/v1/checkout/sessions') {
      const session = add('cs_test', {
        object: 'checkout.session',
        mode: 'setup',
        status: 'open',
        ...fields,
        setup_intent: null,
      })
      return ok(Object.assign(session, { url: `https://checkout.stripe.com/c/pay/${session.id}` }))
    }
    if (method === 'GET' && path.startsWith('/v1/checkout/sessions/'))
      return found(things.get(path.split('/')[4] ?? ''))
    if (method === 'POST' && path === '/v1/payment_intents') {
      return pay(add('pi', { object: 'payment_intent', ...fields, amount: Number(fields.amount), next_action: null }))
    }
    const thing = things.get(id)
    if (method === 'GET' && (kind === 'payment_intents' || kind === 'payment_methods')) return found(thing)
    if (thing && act === 'cancel') {
      if (thing.status === 'succeeded')
        return { status: 400, body: { error: { type: 'invalid_request_error', message: 'too late' } } }
      return ok(Object.assign(thing, { status: 'canceled' }))
    }
    if (thing && act === 'detach') return ok(Object.assign(thing, { customer: null }))
    return found(undefined)
  }

  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const url = new URL(request.url ?? '/', 'http://stripe.local')
    calls.push(`${request.method} ${url.pathname}`)
    const failure = failures.shift()
    if (failure === 0) return void request.socket.destroy()
    if (failure === -1) return
    const key = String(request.headers['idempotency-key'] ?? '')
    const known = key ? answered.get(key) : undefined
    const answer =
      failure !== undefined
        ? { status: failure, body: { error: { type: 'api_error', message: 'try again' } } }
        : (known ?? handle(request.method ?? '', url.pathname, new URLSearchParams(Buffer.concat(chunks).toString())))
    // A fault after the act is the worst one: done, but nobody was told.
    if (key && failure === undefined) answered.set(key, structuredClone(answer))
    response.writeHead(answer.status, { 'content-type': 'application/json', 'request-id': `req_${calls.length}` })
    response.end(JSON.stringify(answer.body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  let events = 0
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    things,
    failNext: (times, status) => {
      failures = Array.from({ length: times }, () => status)
    },
    giveCard(session, behaves) {
      const opened = things.get(session) ?? {}
      const card = { brand: 'visa', last4: '4242', exp_month: 12, exp_year: 2030 }
      const method = add('pm', { object: 'payment_method', type: 'card', customer: opened.customer, card, behaves })
      Object.assign(opened, { status: 'complete', setup_intent: { id: `seti_${++ids}`, payment_method: method } })
      return method.id
    },
    answer(intent, approve) {
      const error = { message: 'The customer refused.' }
      const refused = { status: 'requires_payment_method', next_action: null, last_payment_error: error }
      Object.assign(things.get(intent) ?? {}, approve ? { status: 'succeeded', next_action: null } : refused)
    },
    event(type, object, at, { id = `evt_${++events}`, secret = webhookSecret } = {}) {
      const created = Math.floor(at.getTime() / 1000)
      // The payload lies on purpose: whoever believes it instead of asking is found out.
      const lie = { id: object, object: 'payment_intent', status: 'succeeded', amount: 1 }
      const body = JSON.stringify({ id, object: 'event', type, created, data: { object: lie } })
      const signature = Stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp: created })
      return { body, signature }
    },
    close: () => {
      server.closeAllConnections()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

const ok = (body: Thing) => ({ status: 200, body })
const found = (thing: Thing | undefined) =>
  thing ? ok(thing) : { status: 404, body: { error: { type: 'invalid_request_error', message: 'No such object' } } }
