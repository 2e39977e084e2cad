import Stripe from 'stripe'
import { tickTeam } from '#features/billing/tick.ts'
import { newId } from '#platform/ids.ts'
import type { Person, TestApp } from '../harness.ts'
import { type Example, inTeam, ok, type RouteName, type Sent } from './example.ts'

type Prepared = Omit<Sent, 'browser'>

const billingOf = async ({ browser }: Person, team: string) => (await browser.get(`/teams/${team}/billing`)).body

const card = (person: Person, team: string, name: string) =>
  ok(person.browser.put(`/teams/${team}/billing/payment-method`, { card: name }))

const here = async (_person: Person, team: string): Promise<Prepared> => ({ params: { team } })

/** One that needs the clock or the database of the installation. */
const withApp = (
  status: number,
  prepare: (app: TestApp, person: Person, team: string) => Promise<Prepared>,
  more: Partial<Example> = {},
): Example => ({
  status,
  prepare: async (app, person) => ({ browser: person.browser, ...(await prepare(app, person, person.teamId)) }),
  forMember: async (app, member, team) => ({ browser: member.browser, ...(await prepare(app, member, team)) }),
  ...more,
})

async function subscribed(app: TestApp, person: Person, team: string, name = 'success'): Promise<void> {
  const { version, interval } = await billingOf(person, team)
  await card(person, team, name)
  if (interval !== null) return
  const body = { planId: 'pro', interval: 'month', quotedAt: app.clock.now().toISOString() }
  await ok(person.browser.put(`/teams/${team}/billing/plan`, body, { ifMatch: version }))
}

async function pending(app: TestApp, person: Person, team: string): Promise<Prepared> {
  const { pending: already } = await billingOf(person, team)
  if (!already) {
    await app.sql("UPDATE subscriptions SET status = 'none' WHERE team_id = $1", [team])
    await subscribed(app, person, team, 'confirm')
  }
  return { params: { team } }
}

async function owing(app: TestApp, person: Person, team: string): Promise<Prepared> {
  await subscribed(app, person, team)
  await card(person, team, 'decline')
  await app.sql(
    "UPDATE subscriptions SET period_start = $2::timestamptz - interval '1 day', period_end = $2 WHERE team_id = $1",
    [team, app.clock.now()],
  )
  await tickTeam(app.platform, team, app.clock.now())
  await card(person, team, 'success')
  return { params: { team } }
}

let transfers = 0

async function transferOf(app: TestApp, team: string): Promise<string> {
  const [id, now] = [newId('inv'), app.clock.now()]
  await app.sql(
    `INSERT INTO invoices (id, team_id, number, status, cause, currency, total, plan_id, interval, billed_to, provider, created_at, issued_at, due_at)
     VALUES ($1, $2, $3, 'open', 'renewal', 'USD', 2900, 'pro', 'month', '{"team":"Acme","name":"","address":"","country":"","taxId":"","poNumber":""}', 'invoice', $4, $4, $4)`,
    [id, team, `2020-${++transfers}`, now],
  )
  await app.sql(
    `INSERT INTO payments (id, team_id, invoice_id, attempt, provider, ref, state, amount, present, started_at)
     VALUES ($1, $2, $3, 1, 'invoice', $1, 'awaited', 2900, true, $4)`,
    [newId('pay'), team, id, now],
  )
  return id
}

const profile = {
  name: 'Acme Ltd',
  address: '1 Main Street',
  country: 'Ireland',
  taxId: 'IE1234567A',
  poNumber: 'PO-7',
}
const nobody = { name: '', address: '', country: '', taxId: '', poNumber: '' }
let contacts = 0

/** A contact that has not confirmed yet, beside those that are there. */
async function named(person: Person, team: string): Promise<string> {
  const { version, contacts: others } = await billingOf(person, team)
  const email = `contact.${++contacts}.${team.slice(-6)}@example.com`
  const kept = others.slice(-9).map(({ email, kinds }: { email: string; kinds: string[] }) => ({ email, kinds }))
  const body = { contacts: [...kept, { email, kinds: ['receipt'] }] }
  await ok(person.browser.put(`/teams/${team}/billing/contacts`, body, { ifMatch: version }))
  return email
}

const asTheRolesDid = 'the test of the roles has done it already'
let events = 0

/** One valid request per route of the slice. */
export const billingExamples = {
  'GET /teams/{team}/billing': inTeam(200, here),
  'GET /teams/{team}/billing/standing': inTeam(200, here),
  'POST /teams/{team}/billing/preview': inTeam(200, async (_person, team) => ({
    params: { team },
    body: { planId: 'business', interval: 'year' },
  })),
  'PUT /teams/{team}/billing/plan': {
    status: 200,
    async prepare(app, person) {
      await subscribed(app, person, person.teamId)
      const { version } = await billingOf(person, person.teamId)
      const body = { planId: 'business', interval: 'month', quotedAt: app.clock.now().toISOString() }
      return { browser: person.browser, params: { team: person.teamId }, ifMatch: version, body }
    },
    // The present plan, so that the owner's example still meets the version it was made for.
    async forMember(app, member, team) {
      const { version, plan } = await billingOf(member, team)
      const body = { planId: plan.id, interval: 'month', quotedAt: app.clock.now().toISOString() }
      return { browser: member.browser, params: { team }, ifMatch: version, body }
    },
  },
  'DELETE /teams/{team}/billing/scheduled-change': withApp(
    200,
    async (app, person, team) => {
      await subscribed(app, person, team)
      const { version } = await billingOf(person, team)
      const body = { planId: 'starter', interval: 'month', quotedAt: app.clock.now().toISOString() }
      await ok(person.browser.put(`/teams/${team}/billing/plan`, body, { ifMatch: version }))
      return { params: { team } }
    },
    { unaudited: asTheRolesDid },
  ),
  'POST /teams/{team}/billing/cancellation': {
    ...withApp(200, async (app, person, team) => {
      await subscribed(app, person, team)
      return { params: { team }, body: { reason: `We are done (${person.email})` } }
    }),
  },
  'DELETE /teams/{team}/billing/cancellation': withApp(
    200,
    async (app, person, team) => {
      await subscribed(app, person, team)
      await ok(person.browser.post(`/teams/${team}/billing/cancellation`, { reason: person.email }))
      return { params: { team } }
    },
    { unaudited: asTheRolesDid },
  ),
  'PUT /teams/{team}/billing/payment-method': {
    ...inTeam(200, async (_person, team) => ({ params: { team }, body: { card: 'success' } })),
    forMember: async (_app, member, team) => ({ browser: member.browser, params: { team }, body: { card: 'decline' } }),
  },
  'PUT /teams/{team}/billing/profile': {
    ...inTeam(200, async (person, team) => ({
      params: { team },
      ifMatch: (await billingOf(person, team)).version,
      body: profile,
    })),
    forMember: async (_app, member, team) => ({
      browser: member.browser,
      params: { team },
      ifMatch: (await billingOf(member, team)).version,
      body: nobody,
    }),
  },
  'PUT /teams/{team}/billing/contacts': {
    ...inTeam(200, async (person, team) => ({
      params: { team },
      ifMatch: (await billingOf(person, team)).version,
      body: { contacts: [{ email: 'accounts@example.com', kinds: ['receipt'] }] },
    })),
    forMember: async (_app, member, team) => ({
      browser: member.browser,
      params: { team },
      ifMatch: (await billingOf(member, team)).version,
      body: { contacts: [] },
    }),
  },
  'POST /teams/{team}/billing/contacts/links': {
    ...inTeam(202, async (person, team) => ({ params: { team }, body: { email: await named(person, team) } })),
  },
  'POST /billing/contact-confirmations': {
    status: 200,
    async prepare(app, person) {
      const email = await named(person, person.teamId)
      const token = (await app.mail(email)).at(-1)?.token('/confirm-billing-contact')
      return { browser: app.browser(), body: { token } }
    },
  },
  'POST /teams/{team}/billing/payment': withApp(200, owing),
  'DELETE /teams/{team}/billing/payment': withApp(200, pending, { unaudited: asTheRolesDid }),
  'POST /teams/{team}/billing/payment/confirmation': withApp(
    200,
    async (app, person, team) => ({ ...(await pending(app, person, team)), body: { approve: true } }),
    { unaudited: asTheRolesDid },
  ),
  'GET /teams/{team}/billing/invoices': inTeam(200, here),
  'GET /teams/{team}/billing/invoices/archive': withApp(200, async (app, person, team) => {
    await subscribed(app, person, team)
    return { params: { team } }
  }),
  'GET /teams/{team}/billing/invoices/{invoice}/pdf': withApp(200, async (app, person, team) => {
    await subscribed(app, person, team)
    const { items } = (await person.browser.get(`/teams/${team}/billing/invoices`)).body
    return { params: { team, invoice: items[0].id } }
  }),
  'POST /billing/webhooks/stripe': {
    status: 200,
    prepare(app, person) {
      const payload = JSON.stringify({
        id: `evt_${++events}`,
        object: 'event',
        type: 'product.updated',
        created: 1,
        data: { object: { id: 'prod_1' } },
      })
      const secret = app.config.STRIPE_WEBHOOK_SECRET ?? ''
      const timestamp = Math.floor(app.clock.now().getTime() / 1000)
      const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp })
      return {
        browser: person.browser,
        bytes: { type: 'application/json', data: Buffer.from(payload) },
        headers: { 'stripe-signature': signature },
      }
    },
  },
  'GET /operate/invoices': { status: 200, prepare: (_app, { browser }) => ({ browser }) },
  'POST /operate/invoices/{invoice}/payment': {
    status: 200,
    prepare: async (app, { browser, teamId }) => ({ browser, params: { invoice: await transferOf(app, teamId) } }),
  },
} satisfies Partial<Record<RouteName, Example>>
