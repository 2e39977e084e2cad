import { failedRun, tell, usageAlert } from '#features/notifications/telling.fixture.ts'
import type { Person, TestApp } from '../harness.ts'
import { as, type Example, inTeam, ok, type RouteName } from './example.ts'

let addresses = 0
const slackAddress = () => `http://127.0.0.1:9/services/T0/B0/hook${++addresses}`
const webhook = () => ({ url: `http://127.0.0.1:9/hook/${++addresses}`, types: ['test-failures'] })

const connect = ({ browser }: Person, team: string) =>
  ok(browser.put(`/teams/${team}/slack/webhook`, { url: slackAddress(), label: '#alerts' }))

async function hookOf({ browser }: Person, team: string): Promise<{ team: string; id: string }> {
  const { body } = await browser.post(`/teams/${team}/webhooks`, webhook())
  return { team, id: body.id }
}

/** A message of this person’s that was given up. */
async function givenUp(app: TestApp, person: Person, team = person.teamId): Promise<{ team: string; id: string }> {
  await tell(app, failedRun(team, { audience: { userIds: [person.id] } }))
  await app.drain()
  const [row] = await app.sql<{ id: string }>(
    `UPDATE notification_deliveries SET state = 'failed' WHERE team_id = $1 AND user_id = $2 AND channel = 'email' RETURNING id`,
    [team, person.id],
  )
  return { team, id: row?.id ?? '' }
}

async function letterToken(app: TestApp, person: Person): Promise<string> {
  await tell(app, usageAlert(person.teamId, 80))
  const letter = (await app.mail(person.email)).findLast(({ text }) => text.includes('/unsubscribe#'))
  return letter?.token('/unsubscribe') ?? ''
}

const withHook = (status: number, body?: Record<string, unknown>): Example =>
  inTeam(status, async (person, team) => ({ params: await hookOf(person, team), ...(body && { body }) }))

const defaults = [['email'], ['slack'], [], ['email', 'slack']]

const choice = () => ({ type: 'test-failures', choices: ++addresses % 2 ? [] : ['email'] })

/** One valid request per route of the slice. */
export const notificationExamples = {
  'GET /teams/{team}/notifications/preferences': inTeam(200, async (_person, team) => ({ params: { team } })),
  'PUT /teams/{team}/notifications/preferences': inTeam(200, async (_person, team) => ({
    params: { team },
    body: choice(),
  })),
  'PUT /teams/{team}/notifications/defaults': inTeam(200, async (_person, team) => ({
    params: { team },
    body: { type: 'scheduled-runs', choices: defaults[++addresses % defaults.length] ?? [] },
  })),
  'GET /account/notification-rhythm': as(200),
  'PUT /account/notification-rhythm': as(200, { quietFrom: 1320, quietUntil: 420, digestAt: null }),
  'POST /teams/{team}/notifications/tests': inTeam(202, async (_person, team) => ({
    params: { team },
    body: { type: 'usage-alerts', channel: 'email' },
  })),
  'GET /teams/{team}/notifications/deliveries': inTeam(200, async (_person, team) => ({ params: { team } })),
  'POST /teams/{team}/notifications/deliveries/{id}/retry': {
    status: 202,
    prepare: async (app, person) => ({ browser: person.browser, params: await givenUp(app, person) }),
    forMember: async (app, member, team) => ({ browser: member.browser, params: await givenUp(app, member, team) }),
  },
  'DELETE /account/refused-address': {
    status: 204,
    async prepare(app, person) {
      await app.sql(
        `INSERT INTO mail_refused_addresses VALUES ($1, '550 no such user', now()) ON CONFLICT DO NOTHING`,
        [person.email],
      )
      return { browser: person.browser }
    },
  },
  'GET /teams/{team}/inbox': inTeam(200, async (_person, team) => ({ params: { team } })),
  'GET /teams/{team}/inbox/unread': inTeam(200, async (_person, team) => ({ params: { team } })),
  'GET /teams/{team}/inbox/events': inTeam(200, async (_person, team) => ({ params: { team } })),
  'POST /teams/{team}/inbox/read': inTeam(200, async (_person, team) => ({ params: { team }, body: { ids: null } })),
  'GET /unsubscriptions/{token}': {
    status: 200,
    showsSecret: 'the very token it was called with, in the link to the page that asks',
    prepare: async (app, person) => ({ browser: person.browser, params: { token: await letterToken(app, person) } }),
  },
  'POST /unsubscriptions/{token}': {
    status: 200,
    prepare: async (app, person) => ({
      browser: person.browser,
      params: { token: await letterToken(app, person) },
      bytes: { type: 'application/x-www-form-urlencoded', data: Buffer.from('List-Unsubscribe=One-Click') },
    }),
  },
  'POST /unsubscriptions': {
    status: 200,
    prepare: async (app, person) => ({ browser: person.browser, body: { token: await letterToken(app, person) } }),
  },
  'GET /teams/{team}/slack': inTeam(200, async (_person, team) => ({ params: { team } })),
  'PUT /teams/{team}/slack/webhook': inTeam(200, async (_person, team) => ({
    params: { team },
    body: { url: slackAddress(), label: '#alerts' },
  })),
  'DELETE /teams/{team}/slack': {
    ...inTeam(200, async (person, team) => {
      await connect(person, team)
      return { params: { team } }
    }),
    unaudited: 'somebody of the team disconnected it before',
  },
  'POST /teams/{team}/slack/authorizations': inTeam(200, async (_person, team) => ({ params: { team } })),
  'POST /teams/{team}/slack/installations': inTeam(200, async (person, team) => {
    const { body } = await person.browser.post(`/teams/${team}/slack/authorizations`)
    return { params: { team }, body: { code: 'good-code', state: new URL(body.url).searchParams.get('state') ?? '' } }
  }),
  'PUT /teams/{team}/slack/direct': {
    status: 200,
    async prepare(_app, person) {
      await connect(person, person.teamId)
      return { browser: person.browser, params: { team: person.teamId }, body: { direct: false } }
    },
    async forMember(app, member, team) {
      await app.sql(
        `INSERT INTO slack_connections VALUES ($1, 'webhook', 'sealed', '#alerts', NULL, now()) ON CONFLICT DO NOTHING`,
        [team],
      )
      return { browser: member.browser, params: { team }, body: { direct: false } }
    },
  },
  'GET /teams/{team}/webhooks': inTeam(200, async (_person, team) => ({ params: { team } })),
  'POST /teams/{team}/webhooks': {
    ...inTeam(201, async (_person, team) => ({ params: { team }, body: webhook() })),
    showsSecret: 'the signing secret is shown this once',
  },
  'PATCH /teams/{team}/webhooks/{id}': withHook(200, { types: [], paused: true }),
  'DELETE /teams/{team}/webhooks/{id}': withHook(204),
  'POST /teams/{team}/webhooks/{id}/secret': {
    ...withHook(200),
    showsSecret: 'the new signing secret is shown this once',
  },
  'POST /teams/{team}/webhooks/{id}/tests': withHook(202),
  'GET /teams/{team}/webhooks/{id}/deliveries': withHook(200),
  'POST /teams/{team}/webhooks/{id}/deliveries/{delivery}/replay': {
    status: 202,
    async prepare(app, person) {
      const params = await hookOf(person, person.teamId)
      const { body } = await person.browser.post(`/teams/${person.teamId}/webhooks/${params.id}/tests`)
      await app.sql(`UPDATE notification_deliveries SET state = 'failed' WHERE id = $1`, [body.id])
      return { browser: person.browser, params: { ...params, delivery: body.id } }
    },
  },
  'GET /operate/notifications': as(200),
  'POST /operate/notifications/{id}/retry': {
    status: 202,
    async prepare(app, person) {
      const { id } = await givenUp(app, await app.person('Gil Givenup'))
      return { browser: person.browser, params: { id } }
    },
  },
} satisfies Partial<Record<RouteName, Example>>
