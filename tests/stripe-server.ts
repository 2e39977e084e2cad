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
  giveCard(session: string, card: StripeCard, country?: string): string
  /** Lets a person confirm, or refuse, a payment that asks for it. */
  answer(intent: string, approve: boolean): void
  /** The operator pays money back at Stripe's dashboard; answers the refund. */
  refund(intent: string, amount: number, at: Date, status?: string): Thing
  /** Somebody disputes a payment with their bank; answers the dispute. */
  dispute(intent: string, at: Date, status?: string): Thing
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

  function succeed(intent: Thing): Thing {
    const charge = add('ch', { object: 'charge', payment_intent: intent.id, amount: intent.amount })
    return Object.assign(intent, { status: 'succeeded', next_action: null, latest_charge: charge.id })
  }

  /** Objects of a kind that a list asks for. */
  const listed = (kind: string, asked: URLSearchParams) => {
    const [intent, since] = [asked.get('payment_intent'), Number(asked.get('created[gte]') ?? 0)]
    const data = [...things.values()].filter(
      ({ object, payment_intent, created }) =>
        object === kind && (intent === null || payment_intent === intent) && created >= since,
    )
    return ok({ object: 'list', url: `/v1/${kind}s`, has_more: false, data })
  }

  function reckonTax(asked: URLSearchParams) {
    const amount = Number(asked.get('line_items[0][amount]'))
    const { country } = things.get(asked.get('customer') ?? '')?.address ?? {}
    if (!country) {
      const error = { type: 'invalid_request_error', code: 'customer_tax_location_invalid', message: 'no address' }
      return { status: 400, body: { error } }
    }
    const reversed = country === 'DE'
    const tax = reversed ? 0 : Math.round(amount * 0.23)
    const rate = { country, state: null, percentage_decimal: '23.0', rate_type: 'percentage', tax_type: 'vat' }
    const breakdown = {
      ...{ amount: tax, inclusive: false, taxable_amount: amount, tax_rate_details: { ...rate, flat_amount: null } },
      taxability_reason: reversed ? 'reverse_charge' : 'standard_rated',
    }
    const sums = { amount_total: amount + tax, tax_amount_exclusive: tax, tax_breakdown: [breakdown] }
    return ok(add('taxcalc', { object: 'tax.calculation', ...sums }))
  }

  function pay(intent: Thing): { status: number; body: Thing } {
    const card = things.get(intent.payment_method)?.behaves as StripeCard | undefined
    if (card === 'pays') return { status: 200, body: succeed(intent) }
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
    if (method === 'POST' && kind === 'customers') {
      return ok(Object.assign(things.get(id) ?? {}, { address: { country: fields['address[country]'] } }))
    }
    if (method === 'POST' && path === '/v1/tax/calculations') return reckonTax(form)
    if (method === 'POST' && path === '/v1/tax/transactions/create_from_calculation')
      return ok(add('tax', { object: 'tax.transaction', calculation: fields.calculation, reference: fields.reference }))
    if (method === 'GET' && id === '' && kind === 'refunds') return listed('refund', form)
    if (method === 'GET' && id === '' && kind === 'disputes') return listed('dispute', form)
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
    const readable = ['payment_intents', 'payment_methods', 'charges', 'refunds', 'disputes']
    if (method === 'GET' && readable.includes(kind)) return found(thing)
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
        : (known ?? handle(request.method ?? '', url.pathname, formOf(url, Buffer.concat(chunks).toString())))
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
    giveCard(session, behaves, country) {
      const opened = things.get(session) ?? {}
      const card = { brand: 'visa', last4: '4242', exp_month: 12, exp_year: 2030 }
      const given = { object: 'payment_method', type: 'card', customer: opened.customer, card, behaves }
      const method = add('pm', { ...given, billing_details: { address: { country: country ?? null, city: null } } })
      Object.assign(opened, { status: 'complete', setup_intent: { id: `seti_${++ids}`, payment_method: method } })
      return method.id
    },
    answer(intent, approve) {
      const error = { message: 'The customer refused.' }
      const refused = { status: 'requires_payment_method', next_action: null, last_payment_error: error }
      const asked = things.get(intent) ?? {}
      if (approve) succeed(asked)
      else Object.assign(asked, refused)
    },
    refund: (intent, amount, at, status = 'succeeded') =>
      add('re', { ...madeOf('refund', intent, amount, at), status, reason: 'requested_by_customer' }),
    dispute: (intent, at, status = 'needs_response') =>
      add('du', { ...madeOf('dispute', intent, things.get(intent)?.amount, at), status, reason: 'fraudulent' }),
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

const madeOf = (object: string, payment_intent: string, amount: number, at: Date) => ({
  ...{ object, payment_intent, amount, currency: 'usd', created: Math.floor(at.getTime() / 1000) },
})
const formOf = (url: URL, body: string): URLSearchParams => (body ? new URLSearchParams(body) : url.searchParams)
const ok = (body: Thing) => ({ status: 200, body })
const found = (thing: Thing | undefined) =>
  thing ? ok(thing) : { status: 404, body: { error: { type: 'invalid_request_error', message: 'No such object' } } }
