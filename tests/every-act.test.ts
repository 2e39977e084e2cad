/**
 * Performs every auditable act of the product, one after another, and finds exactly its entries: one event, once in each log it belongs to, and
 * nothing besides. Before each, the same act is tried while no entry can be written: then nothing at all may have changed.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { sentences } from '#access/activity-sentences.ts'
import { auditHours } from '#access/key-timetable.ts'
import { routes, timetable } from '#app/app.ts'
import { handOver } from '#features/account/public.ts'
import { flush, makeKey, program } from '#features/api-keys/key.fixture.ts'
import { sealAll } from '#features/audit/check.fixture.ts'
import { endSessionsOf, resetSecondFactor, startRecovery } from '#features/auth/public.ts'
import { billing, goOnTo } from '#features/billing/billing.fixture.ts'
import { slackServer } from '#features/notifications/slack/slack-server.fixture.ts'
import { makeProject, makeSchedule } from '#features/projects/projects.fixture.ts'
import { schedulePaused, scheduleRan, scheduleWithoutTests } from '#features/projects/public.ts'
import { finishRun } from '#features/runs/finish-run.ts'
import { days, hours, minutes } from '#platform/clock.ts'
import type { AnyDeclaration, Route } from '#platform/http/route.ts'
import { root } from '#platform/root.ts'
import { enableTwoFactor } from './authenticator-app.ts'
import type { Example, RouteName, Sent } from './examples/example.ts'
import { examples } from './examples.ts'
import { type Person, testApp } from './harness.ts'

vi.setConfig({ testTimeout: minutes(1) })

const slack = await slackServer()
afterAll(() => slack.close())
const app = await testApp({
  ...slack.settings,
  AEGIS_PAYMENTS: 'practice',
  STRIPE_SECRET_KEY: 'sk_test_ledger',
  STRIPE_WEBHOOK_SECRET: 'whsec_of-the-ledger-0123456789',
})

const performed = new Set<string>()

interface Event {
  action: string
  logs: string[]
}

/** What was appended to the logs while this was done, event by event. */
async function gained(work: () => Promise<unknown>): Promise<Event[]> {
  const [mark] = await app.sql<{ xid: string }>('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS xid')
  await work()
  const events = await app.sql<Event>(
    `SELECT action, array_agg(log_id ORDER BY log_id) AS logs FROM audit_log WHERE xid >= $1::text::xid8
     GROUP BY id, action ORDER BY min(at), id`,
    [mark?.xid],
  )
  for (const { action } of events) performed.add(action)
  return events
}

/** One event may stand in several logs, in each of them once. */
const onceEach = ({ logs }: Event): boolean => logs.length > 0 && new Set(logs).size === logs.length

const forgetAttempts = () => app.sql('DELETE FROM rate_limits')
const lea = async (name = 'Lea Ledger'): Promise<Person> => {
  await forgetAttempts()
  return app.person(name)
}

const send = ({ method, path }: AnyDeclaration, { browser, params = {}, body, bytes, ifMatch, headers }: Sent) =>
  browser.send(
    method,
    path.replace(/\{(\w+)\}/g, (_all, name) => params[name] ?? 'none'),
    bytes?.data ?? body,
    {
      headers: { ...headers, ...(bytes && { 'content-type': bytes.type }) },
      ...(ifMatch !== undefined && { ifMatch }),
    },
  )

// What counts attempts, or makes a question good for one answer, is meant to outlive what is rolled back.
const attempts = ['rate_limits', 'key_windows', 'second_factor_attempts', 'sign_in_challenges', 'passkey_ceremonies']
// Sums that follow on their own: uses of keys within a second, of the plan every ten.
const writtenBehind = ['key_activity', 'key_days', 'key_hours', 'usage_days', 'usage_shares', 'usage_unsummed']
let tables: string[] = []

beforeAll(async () => {
  const found = await app.sql<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`,
  )
  tables = found.map(({ name }) => name)
  await app.sql('CREATE TABLE audit_broken ()')
  await app.sql(`CREATE FUNCTION refuse_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN IF EXISTS (SELECT FROM audit_broken) THEN RAISE EXCEPTION 'no entry can be written'; END IF; RETURN NEW; END $$`)
  await app.sql('CREATE TRIGGER refuse_entry BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION refuse_entry()')
})

/** Everything that is stored, table by table, as a hash; without the last use of sessions, which is written behind, when it likes. */
async function stored(): Promise<Record<string, string>> {
  const parts = tables.map(
    (name) =>
      `SELECT '${name}' AS name, md5(coalesce(string_agg(row, E'\\n' ORDER BY row), '')) AS hash
       FROM (SELECT (to_jsonb(t) - 'last_active_at')::text AS row FROM ${name} t) rows`,
  )
  const rows = await app.sql<{ name: string; hash: string }>(parts.join(' UNION ALL '))
  return Object.fromEntries(rows.map(({ name, hash }) => [name, hash]))
}

/** Acts whose entry comes later, and when. */
const later: Partial<Record<RouteName, string>> = {
  'POST /auth/sign-ups': 'with the confirmation of the mailbox',
}

/** What stays of an act when its entry cannot be written, and why: money is asked for in steps that each stand for themselves. */
const inSteps: Partial<Record<RouteName, string[]>> = {
  'PUT /teams/{team}/billing/plan': ['invoice_lines', 'invoices', 'payments', 'subscriptions'],
}

/** Acts that let something else happen at once which is an event of its own. */
const bringsAlong: Partial<Record<RouteName, string[]>> = {
  'PUT /teams/{team}/billing/plan': ['billing.invoice_paid'],
  'POST /teams/{team}/billing/payment': ['billing.invoice_paid'],
  'POST /teams/{team}/billing/payment/confirmation': ['billing.invoice_paid', 'billing.plan_changed'],
  'POST /operate/invoices/{invoice}/payment': ['billing.invoice_paid'],
  // The key is a new one, and this its first use.
  'POST /ci/trigger': ['key.used_from_new_address'],
  'POST /runner/enqueue': ['key.used_from_new_address'],
  'POST /runner/jobs/{id}/result': ['key.used_from_new_address'],
  'POST /reports/junit': ['key.used_from_new_address', 'run.finished'],
}

const audited = (routes as readonly Route[]).flatMap(({ declaration }) =>
  typeof declaration.audit === 'string' ? [{ declaration, audit: declaration.audit }] : [],
)

describe('every route with an entry', () => {
  for (const { declaration, audit } of audited) {
    const name = `${declaration.method} ${declaration.path}` as RouteName
    const example: Example = examples[name]
    test(`${name}: ${audit}`, async () => {
      const prepared = async () => {
        const person = declaration.access.who === 'operator' ? app.operator : await lea()
        await forgetAttempts()
        const ready = await example.prepare(app, person)
        await forgetAttempts()
        return ready
      }
      let sent = await prepared()
      if (!later[name]) {
        const before = await stored()
        await app.sql('INSERT INTO audit_broken DEFAULT VALUES')
        const refused = await send(declaration, sent)
        await app.sql('DELETE FROM audit_broken')
        const after = await stored()
        expect(refused.status, refused.text).toBe(500)
        const changed = tables.filter((table) => before[table] !== after[table])
        expect(changed.filter((table) => ![...attempts, ...writtenBehind].includes(table))).toEqual(inSteps[name] ?? [])
        if (changed.some((table) => table !== 'rate_limits' && !writtenBehind.includes(table))) sent = await prepared()
        await forgetAttempts()
      }
      const events = await gained(async () => {
        const { status, text } = await send(declaration, sent)
        expect(status, text.slice(0, 300)).toBe(example.status)
      })
      const expected = later[name] ? [] : [audit, ...(bringsAlong[name] ?? [])]
      expect(events.map(({ action }) => action).sort()).toEqual(expected.sort())
      expect(events.every(onceEach)).toBe(true)
    })
  }
})

const run = async (name: string) => timetable.find((one) => one.name === name)?.run(app.platform, app.clock.now())

/** A subscribed team whose period is over. */
async function renewing(card: 'success' | 'decline'): Promise<Person> {
  const ada = await lea('Ada Payer')
  const b = billing(app, ada)
  await b.card('success')
  await b.choose('pro')
  await b.card(card)
  await app.drain()
  return ada
}
const inMonths = (count: number): string => {
  const then = app.clock.now()
  then.setUTCMonth(then.getUTCMonth() + count)
  return then.toISOString()
}

interface Act {
  perform(): Promise<unknown>
  /** Whose log is looked at, where the act serves every team at once. */
  log?: string
}

/** What is done by the system, at the machine, or by somebody who is not let in: each prepares, then hands over what is the act itself. */
const withoutRoute: Record<string, () => Promise<Act>> = {
  'auth.second_factor_asked': async () => {
    const person = await lea()
    await enableTwoFactor(app, person)
    const { email, password } = person
    return { perform: () => app.browser().post('/auth/sessions', { email, password }) }
  },
  'auth.recovery_requested': async () => {
    const { email } = await lea()
    return {
      perform: async () => {
        await app.browser().post('/auth/recoveries', { email })
        await app.drain()
      },
    }
  },
  'auth.recovery_link_issued': async () => {
    const { email } = await lea()
    return { perform: () => startRecovery(app.platform, email, app.clock.now()) }
  },
  'auth.sessions_ended_by_operator': async () => {
    const { email } = await lea()
    return { perform: () => endSessionsOf(app.platform, email, app.clock.now()) }
  },
  'two_factor.reset': async () => {
    const person = await lea()
    await enableTwoFactor(app, person)
    return { perform: () => resetSecondFactor(app.platform, person.email, app.clock.now()) }
  },
  'key.revoked_as_leaked': async () => {
    const { secret } = await makeKey(await lea())
    return { perform: () => app.browser().send('POST', '/leaked-keys', { keys: [secret] }, { noOrigin: true }) }
  },
  'key.used_from_new_address': async () => {
    const { secret } = await makeKey(await lea())
    return { perform: () => program(app, secret).get('/key') }
  },
  'key.used': async () => {
    const person = await lea()
    const { secret } = await makeKey(person)
    for (let n = 0; n < 3; n += 1) await program(app, secret).get('/key')
    await flush(app)
    await auditHours(app.platform, app.clock.now())
    app.clock.advance(hours(1) + minutes(2))
    return { perform: () => auditHours(app.platform, app.clock.now()), log: person.teamId }
  },
  'schedule.paused': async () => {
    const { teamId, id } = await schedule()
    return {
      perform: () =>
        app.platform.db.transaction((tx) =>
          schedulePaused(tx, { teamId, id }, new Date(app.clock.now().getTime() + days(3)), app.clock.now()),
        ),
    }
  },
  'schedule.without_tests': async () => {
    const named = await schedule()
    return { perform: () => app.platform.db.transaction((tx) => scheduleWithoutTests(tx, named, app.clock.now())) }
  },
  'schedule.resumed': async () => {
    const named = await schedule()
    const until = new Date(app.clock.now().getTime() + days(3))
    await app.platform.db.transaction((tx) => schedulePaused(tx, named, until, app.clock.now()))
    return { perform: () => app.platform.db.transaction((tx) => scheduleRan(tx, named, app.clock.now())) }
  },
  'run.finished': async () => {
    const person = await lea()
    const { params = {} } = await examples['GET /teams/{team}/runs/{id}'].prepare(app, person)
    const ended = { team_id: person.teamId, id: params.id ?? '' }
    return { perform: () => app.platform.db.transaction((tx) => finishRun(tx, app.platform, ended, app.clock.now())) }
  },
  'account.operator_handed_over': async () => {
    const { email } = await lea()
    return { perform: () => handOver(app.platform, email, app.clock.now()) }
  },
  'billing.renewed': async () => {
    const ada = await renewing('success')
    return { perform: () => goOnTo(app, inMonths(1)), log: ada.teamId }
  },
  'billing.payment_failed': async () => {
    const ada = await renewing('decline')
    return { perform: () => goOnTo(app, inMonths(1)), log: ada.teamId }
  },
  'billing.ended': async () => {
    const ada = await renewing('success')
    await billing(app, ada).post('cancellation', { reason: 'We are done' })
    return { perform: () => goOnTo(app, inMonths(1)), log: ada.teamId }
  },
  'account.deletion_begun': async () => {
    const person = await lea('Lars Leaver')
    await person.browser.post('/account/deletion', { when: 'in-30-days', password: person.password, confirm: 'DELETE' })
    app.clock.advance(days(30))
    return { perform: () => run('account.delete_due'), log: person.id }
  },
  'account.erased': async () => {
    await app.drain() // others were to be erased as well
    const person = await lea('Lars Leaver')
    await person.browser.post('/account/deletion', { when: 'now', password: person.password, confirm: 'DELETE' })
    return { perform: () => app.drain() }
  },
  'audit.expired': async () => {
    const { teamId } = await lea()
    await sealAll(app.platform, teamId)
    app.clock.advance(days(1_200))
    return { perform: () => run('audit.expire'), log: teamId }
  },
}

async function schedule(): Promise<{ teamId: string; id: string }> {
  const owner = await lea()
  const project = await makeProject(owner)
  const { id } = await makeSchedule(owner, project.id)
  return { teamId: owner.teamId, id }
}

/** Events that belong to one of these acts as well. */
const besides: Record<string, string[]> = {
  'billing.renewed': ['billing.invoice_paid'],
  'billing.payment_failed': ['billing.renewed'],
  'account.erased': ['audit.person_erased'],
}

test.each(Object.keys(withoutRoute))('%s', async (action) => {
  const act = await withoutRoute[action]?.()
  await forgetAttempts()
  const all = await gained(async () => act?.perform())
  const events = all.filter(({ logs }) => !act?.log || logs.includes(act.log))
  expect(events.map((event) => event.action).sort()).toEqual([action, ...(besides[action] ?? [])].sort())
  expect(all.every(onceEach)).toBe(true)
})

// What only a payment provider can bring about is performed where such a provider stands: the file, and what there does it.
const elsewhere: Record<string, [file: string, does: string]> = {
  'billing.refunded': ['src/features/billing/returns.test.ts', "tell('charge.refunded'"],
  'billing.refund_failed': ['src/features/billing/returns.test.ts', "tell('refund.failed'"],
  'billing.dispute_opened': ['src/features/billing/returns.test.ts', "'billing.dispute_opened'"],
  'billing.dispute_won': ['src/features/billing/returns.test.ts', "'billing.dispute_won'"],
  'billing.dispute_lost': ['src/features/billing/returns.test.ts', "'billing.dispute_lost'"],
}

test.each(Object.entries(elsewhere))('%s is performed in a test of its own', async (_action, [file, does]) => {
  expect(await readFile(join(root, file), 'utf8')).toContain(does)
})

test('that was every act there is a sentence for', () => {
  expect([...performed, ...Object.keys(elsewhere)].sort()).toEqual(Object.keys(sentences).sort())
})
