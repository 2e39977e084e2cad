/** V116: whatever another site makes a browser fetch, nothing is changed by it. */
import { afterAll, expect, test } from 'vitest'
import { routes } from '#app/app.ts'
import { slackServer } from '#features/notifications/slack/slack-server.fixture.ts'
import type { Route } from '#platform/http/route.ts'
import type { RouteName } from '../examples/example.ts'
import { examples } from '../examples.ts'
import { testApp } from '../harness.ts'
import { Wire } from '../wire.ts'

const slack = await slackServer()
afterAll(() => slack.close())
const app = await testApp({ ...slack.settings, AEGIS_PAYMENTS: 'practice' })
const wire = new Wire(app)
afterAll(() => wire.close())

/** A digest of each table as it stands. */
async function tablesNow(): Promise<Map<string, string>> {
  const tables = await app.sql<{ name: string }>(
    "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
  )
  const each = tables.map(
    ({ name }) =>
      `SELECT '${name}' AS name, md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS now FROM ${name} t`,
  )
  const rows = await app.sql<{ name: string; now: string }>(each.join(' UNION ALL '))
  return new Map(rows.map(({ name, now }) => [name, now]))
}

for (const { declaration } of routes as readonly Route[]) {
  const name = `${declaration.method} ${declaration.path}` as RouteName
  // A key comes in a header, which no other site can make a browser send.
  if (declaration.method !== 'GET' || declaration.access.who === 'API key') continue

  test(`V116: ${name} changes nothing, followed from another site`, async () => {
    await app.sql('DELETE FROM rate_limits') // or signing up is over after a few
    const person = declaration.access.who === 'operator' ? app.operator : await app.person('Lea Ledger')
    const { params = {}, browser, headers } = await examples[name].prepare(app, person)
    await browser.get('/account') // when the session was used last is written at most once in a while
    const path = declaration.path.replace(/\{(\w+)\}/g, (_all, key) => params[key] ?? 'none')
    const before = await tablesNow()
    const foreign = { ...headers, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    const answer = await wire.send({ method: 'GET', path: `/api/v1${path}`, browser, headers: foreign })
    expect(answer.status).toBeLessThan(500)
    const after = await tablesNow()
    // That something was read is written down, and sealed, where the route says so; how often somebody asks is counted.
    const bookkeeping = declaration.audit ? /^public\.(rate_limits$|audit_)/ : /^public\.rate_limits$/
    const changed = [...after].filter(([table, now]) => before.get(table) !== now).map(([table]) => table)
    expect(changed.filter((table) => !bookkeeping.test(table))).toEqual([])
  })
}
