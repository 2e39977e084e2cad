/**
 * Sends every route what its own schemas make, and what they never would, as everybody who may ask: no answer is a fault of ours, no refusal is
 * one the route does not list, and no answer holds a secret. The seed stands in the name of each test; `fc.assert` tells the request that failed.
 */
import { randomInt } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { scopes } from '#access/key-scopes.ts'
import { roles } from '#access/principal.ts'
import { routes } from '#app/app.ts'
import { confirm, makeKey } from '#features/api-keys/key.fixture.ts'
import { slackServer } from '#features/notifications/slack/slack-server.fixture.ts'
import { roomy } from '#features/team/team.fixture.ts'
import { commonRefusals, type RefusalRules } from '#platform/http/refusal.ts'
import type { AnyDeclaration, Route } from '#platform/http/route.ts'
import { Browser } from '../browser.ts'
import type { Example, RouteName, Sent } from '../examples/example.ts'
import { examples } from '../examples.ts'
import { goodPassword, type Person, testApp } from '../harness.ts'
import { secretsOf } from '../secrets.ts'
import { Wire, type WireAnswer } from '../wire.ts'
import { changesTo, requestOf } from './requests.ts'

const seed = randomInt(2 ** 31)
const requestsPerRoute = 24

const slack = await slackServer()
afterAll(() => slack.close())
const app = await testApp({
  ...slack.settings,
  AEGIS_PAYMENTS: 'practice',
  STRIPE_SECRET_KEY: 'sk_test_fuzz',
  STRIPE_WEBHOOK_SECRET: 'whsec_of-the-fuzz-0123456789ab',
})
const wire = new Wire(app)
afterAll(() => wire.close())

/** Who sends: with cookies, with a key, or with neither. */
type Actor = { browser: Browser } | { key: string }

const nobody = new Browser(app.address, app.config.publicUrl)
const members = new Map<string, Person>()
const keys: string[] = []
const answers: { name: string; status: number; text: string; showsSecret: boolean }[] = []

// Limits are a test of their own; here every request has all attempts left.
const forgetAttempts = () => app.sql('DELETE FROM rate_limits')

async function somebody(name: string): Promise<Person> {
  await forgetAttempts()
  return app.person(name)
}

/** Somebody for each role, made anew where what was sent has ended their sessions. */
async function memberAs(role: string): Promise<Person> {
  const known = members.get(role)
  if (known && (await known.browser.get('/account')).status === 200) return known
  const person = await somebody('Max Member')
  members.set(role, person)
  return person
}

async function actorsFor(owner: Person, teamRoute: boolean): Promise<Actor[]> {
  const actors: Actor[] = [owner, owner, owner]
  const stranger = await memberAs('stranger')
  for (const role of teamRoute ? roles.filter((one) => one !== 'owner') : []) {
    const member = await memberAs(role)
    await app.sql('DELETE FROM memberships WHERE user_id = $1 AND team_id <> $2', [member.id, member.teamId])
    await app.join(member, owner.teamId, role)
    actors.push(member)
  }
  await forgetAttempts()
  await confirm(owner)
  const made = [await makeKey(owner, { scopes: [...scopes] }), await makeKey(owner, { scopes: ['team:read'] })]
  keys.push(...made.map(({ secret }) => secret))
  return [
    ...actors,
    stranger,
    { browser: nobody },
    ...made.map(({ secret }) => ({ key: secret })),
    { key: `${made[0]?.secret}x` },
  ]
}

function asSent(
  actor: Actor,
  sent: Sent,
  owner: Person,
): { browser?: Browser; headers: Record<string, string | null> } {
  if ('key' in actor) return { headers: { authorization: `Bearer ${actor.key}`, origin: null } }
  if (actor === owner) return { browser: sent.browser, headers: sent.headers ?? {} }
  return { browser: actor.browser, headers: {} }
}

/** What an answer breaks of what the route declares. */
function broken(
  { refusals, status, alsoStatus = [], output }: AnyDeclaration,
  { status: got, body, text }: WireAnswer,
) {
  const rules: RefusalRules = { ...commonRefusals, ...refusals }
  if (got < 400) {
    const declared = [status ?? (output.def.type === 'void' ? 204 : 200), ...alsoStatus]
    return declared.includes(got as 200) ? null : `answers ${got}, which it does not declare`
  }
  return rules[body?.code]?.status === got ? null : `refuses with ${got} ${text.slice(0, 200)}, which it does not list`
}

for (const { declaration } of routes as readonly Route[]) {
  const name = `${declaration.method} ${declaration.path}` as RouteName
  const example: Example = examples[name]
  const everyTime = name === 'GET /runner/jobs/next' // waits for a job where there is none

  test(`${name} (seed ${seed})`, async () => {
    const operators = declaration.access.who === 'operator'
    const owner = operators ? app.operator : await somebody('Lea Ledger')
    if (operators) await confirm(owner)
    else await roomy(app, owner.teamId)
    const actors = await actorsFor(owner, declaration.path.startsWith('/teams/{team}'))
    const prepare = async () => {
      await forgetAttempts()
      return example.prepare(app, owner)
    }
    let sent = await prepare()
    let anew = 3
    const property = fc.asyncProperty(changesTo(declaration, actors.length), async (change) => {
      if (everyTime) sent = await prepare()
      await forgetAttempts()
      const { browser, headers } = asSent(actors[change.actor] as Actor, sent, owner)
      const request = requestOf(declaration, sent, change)
      const answer = await wire.send({
        ...request,
        ...(browser && { browser }),
        headers: { ...request.headers, ...headers },
      })
      answers.push({ name, status: answer.status, text: answer.text, showsSecret: example.showsSecret !== undefined })
      expect(broken(declaration, answer)).toBeNull()
      // What the example stands on may be gone now; a few times it is made again.
      if (answer.status < 300 && declaration.method !== 'GET' && anew > 0) {
        anew -= 1
        sent = await prepare().catch(() => sent)
      }
    })
    await fc.assert(property, { seed, numRuns: requestsPerRoute, endOnFailure: true })
  })
}

describe('afterwards', () => {
  test('the requests went far enough: most routes did their work for some of them', () => {
    const reached = new Set(answers.filter(({ status }) => status < 300).map(({ name }) => name))
    expect(reached.size / routes.length).toBeGreaterThan(0.7)
  })

  test('no answer and no line of the log holds a secret (V111, V132)', async () => {
    const secrets = [
      ...(await secretsOf(app)),
      goodPassword,
      ...keys,
      'sk_test_fuzz',
      'whsec_of-the-fuzz',
      ...[...wire.cookies].filter((value) => value.length > 20),
    ]
    const said = answers.filter(({ showsSecret }) => !showsSecret).map(({ text }) => text)
    const log = app.logged()
    expect(secrets.filter((secret) => log.includes(secret) || said.some((text) => text.includes(secret)))).toEqual([])
    // What is shown once, such as a new key, stands in that one answer only.
    const shown = said.flatMap((text) => [...text.matchAll(/"secret":"([^"]{20,})"/g)].map(([, secret = '']) => secret))
    expect(shown.length).toBeGreaterThan(0)
    for (const secret of shown) {
      expect(said.filter((text) => text.includes(secret))).toHaveLength(1)
      expect(log).not.toContain(secret)
    }
  })
})
