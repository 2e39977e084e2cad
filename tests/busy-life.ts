import { randomUUID } from 'node:crypto'
import { confirm, makeKey, program } from '#features/api-keys/key.fixture.ts'
import { billing } from '#features/billing/billing.fixture.ts'
import type { slackServer } from '#features/notifications/slack/slack-server.fixture.ts'
import { burstOver } from '#features/notifications/telling.fixture.ts'
import { makeCase, makeProject, makeSchedule, makeSuite } from '#features/projects/projects.fixture.ts'
import { ran } from '#features/runs/runs.fixture.ts'
import { startScheduled } from '#features/runs/start-scheduled.ts'
import { drainBrowserWork } from '#features/runs/worker.ts'
import { inviteToken, roomy } from '#features/team/team.fixture.ts'
import { hours, minutes } from '#platform/clock.ts'
import { type FullLife, fullLife } from './full-life.ts'
import type { Person, TestApp } from './harness.ts'
import { html, openSite } from './site.ts'

/** Somebody who used everything there is: their account, a team that goes with them, and a team that goes on without them. */
export interface BusyLife extends FullLife {
  /** Owner of the team that goes on. */
  colleague: Person
  /** What stands on invoices, which stay. */
  onInvoices: string
  close(): Promise<void>
}

type Answer = Promise<{ status: number; text: string; body: Record<string, string> }>

async function ok(answer: Answer): Promise<Record<string, string>> {
  const { status, text, body } = await answer
  if (status >= 300) throw new Error(`living: ${status} ${text}`)
  return body
}

/** Leads such a life. The app needs the settings of a {@link slackServer}. */
export async function busyLife(app: TestApp, slack: Awaited<ReturnType<typeof slackServer>>): Promise<BusyLife> {
  const site = await openSite({ '/': html('Shop', '<a href="/about">About</a>'), '/about': html('About', '') })
  const who = await fullLife(app)
  slack.people[who.email] = 'U-quirina'
  const colleague = await app.person('Otto Owner')
  await roomy(app, colleague.teamId)
  await roomy(app, who.teamId)
  await joinByLetter(app, who, colleague)
  for (const teamId of [who.teamId, colleague.teamId]) {
    await testing(app, { ...who, teamId }, site.url)
    await telling(app, { ...who, teamId }, slack.url)
    await looking(who, teamId)
  }
  const onInvoices = `Rechnungsstelle ${randomUUID()}`
  await paying(app, who, onInvoices)
  await known(app, who, colleague)
  await burstOver(app)
  return { ...who, colleague, onInvoices, close: site.close }
}

/** Proves who they are with both factors. A code works once, so a minute passes. */
async function prove(app: TestApp, { browser, phone }: FullLife): Promise<void> {
  app.clock.advance(minutes(1))
  await ok(browser.post('/auth/confirmation', { code: phone.code() }))
}

/** Invited by letter, joined, made an admin, invited others, left another team. */
async function joinByLetter(app: TestApp, who: FullLife, colleague: Person): Promise<void> {
  await confirm(colleague)
  const team = `/teams/${colleague.teamId}`
  const body = { addresses: [who.email], role: 'member', message: `Come, ${who.fullName}` }
  await ok(colleague.browser.post(`${team}/invitations`, body))
  await ok(who.browser.post('/invitations/acceptance', { token: await inviteToken(app, who.email) }))
  const { member } = (await colleague.browser.get(`${team}/members/${who.id}`)).body
  await ok(colleague.browser.patch(`${team}/members/${who.id}`, { role: 'admin' }, { ifMatch: member.version }))
  await prove(app, who)
  const friends = { addresses: ['friend.of.mine@example.com'], role: 'member', message: `Yours, ${who.fullName}` }
  await ok(who.browser.post(`${team}/invitations`, friends))
  await ok(who.browser.post(`/teams/${who.teamId}/invitations`, friends))
}

/** Projects with suites, cases and a schedule; crawls and runs by hand, by schedule, by a pipeline and from elsewhere. */
async function testing(app: TestApp, who: FullLife, url: string): Promise<void> {
  const { browser, teamId } = who
  const project = await makeProject(who, { baseUrl: `${url}/` })
  const suite = await makeSuite(who, project.id)
  await makeCase(who, suite.id)
  await makeSchedule(who, project.id, { cron: '0 * * * *' })
  await ok(browser.post(`/teams/${teamId}/crawls`, { projectId: project.id, maxPages: 2, delayMs: 0 }))
  await drainBrowserWork(app.platform)
  await ran(app, who, project.id)
  app.clock.advance(hours(2))
  await startScheduled(app.platform, app.clock.now())
  await drainBrowserWork(app.platform)
  await prove(app, who)
  const key = await makeKey(who, {
    name: `Pipeline of ${who.fullName}`,
    scopes: ['runs:read', 'runs:write', 'projects:read'],
  })
  await ok(program(app, key.secret).send('POST', '/ci/trigger', { projectId: project.id }))
  await ok(program(app, key.secret).send('POST', '/runner/enqueue', { url: `${url}/inside`, note: '' }))
  await drainBrowserWork(app.platform)
  await ok(browser.post(`/teams/${teamId}/usage/events`, { events: [{ id: `told-${project.id}`, meter: 'runs' }] }))
}

/** Slack, webhooks, what one wants to be told and when, tests of it, and an inbox that was read in part. */
async function telling(app: TestApp, who: FullLife, slackUrl: string): Promise<void> {
  const { browser, teamId } = who
  const team = `/teams/${teamId}`
  await prove(app, who)
  const { body } = await browser.post(`${team}/slack/authorizations`)
  const state = new URL(body.url).searchParams.get('state') ?? ''
  await ok(browser.post(`${team}/slack/installations`, { code: 'good-code', state }))
  await ok(browser.put(`${team}/slack/direct`, { direct: true }))
  await ok(browser.post(`${team}/webhooks`, { url: `${slackUrl}/services/${teamId}`, types: [] }))
  const both = { type: 'test-failures', choices: ['email', 'slack'] }
  await ok(browser.put(`${team}/notifications/preferences`, both))
  await ok(browser.put('/account/notification-rhythm', { quietFrom: 1320, quietUntil: 420, digestAt: 480 }))
  for (const channel of ['email', 'slack'])
    await ok(browser.post(`${team}/notifications/tests`, { type: 'test-failures', channel }))
  await app.drain()
  const { items } = (await browser.get(`${team}/inbox?limit=1`)).body
  await ok(browser.post(`${team}/inbox/read`, { ids: items.map(({ id }: { id: string }) => id) }))
}

/** The audit log read, exported, kept in a view and sent on; usage exported. */
async function looking({ browser }: Person, teamId: string): Promise<void> {
  const team = `/teams/${teamId}`
  await ok(browser.get(`${team}/audit`))
  await ok(browser.get(`${team}/audit/export.csv`))
  await ok(browser.get(`${team}/usage/export`))
  await ok(browser.post(`${team}/audit/views`, { name: 'Keys only', filters: 'area=key' }))
}

/** A card, a plan with its invoice, an address, contacts. */
async function paying(app: TestApp, who: FullLife, name: string): Promise<void> {
  const money = billing(app, who)
  await prove(app, who)
  await ok(money.card('success'))
  await ok(
    browserPut(
      who,
      money.at,
      'profile',
      { name, address: '', country: 'DE', taxId: '', poNumber: '' },
      (await money.view()).version,
    ),
  )
  await app.sql('DELETE FROM plan_periods WHERE team_id = $1', [who.teamId])
  await ok(money.choose('business'))
  const contacts = [{ email: who.email, kinds: ['receipt', 'payment_due', 'payment_failed', 'plan_changed'] }]
  await ok(browserPut(who, money.at, 'contacts', { contacts }, (await money.view()).version))
}

const browserPut = ({ browser }: Person, at: string, what: string, body: object, ifMatch: number): Answer =>
  browser.put(`${at}/${what}`, body, { ifMatch })

/** What others of the team that goes on did with their name and address. */
async function known(app: TestApp, who: FullLife, colleague: Person): Promise<void> {
  const money = billing(app, colleague)
  await confirm(colleague)
  const contacts = [{ email: who.email, kinds: ['receipt'] }]
  await ok(browserPut(colleague, money.at, 'contacts', { contacts }, (await money.view()).version))
  const max = await app.person('Max Moved')
  await app.join(max, colleague.teamId, 'member')
  await prove(app, who)
  await ok(who.browser.delete(`/teams/${colleague.teamId}/members/${max.id}`))
  await ok(colleague.browser.get(`/teams/${colleague.teamId}/members`))
}
