import { afterAll, expect, test, vi } from 'vitest'
import { burstOver } from '#features/notifications/telling.fixture.ts'
import { testApp } from '#tests/harness.ts'
import { html, openSite } from '#tests/site.ts'
import { pipeline } from './ci.fixture.ts'

// Real browsers, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 })

const app = await testApp()
const site = await openSite({ '/': html('Shop', '<a href="/about">About</a>'), '/about': html('About', '') })
afterAll(site.close)

test('a JUnit report is a run like any other; hostile XML is refused', async () => {
  const { person, ci } = await pipeline(app, site.url, 'Ada Junit')
  const report = `<?xml version="1.0"?><testsuites><testsuite name="Checkout"><testcase name="pays" classname="Checkout" time="1.5"/>
    <testcase name="refunds" classname="Money" time="0.25"><failure message="expected 5 but got 4">at line 3</failure></testcase>
    <testcase name="later"><skipped/></testcase></testsuite></testsuites>`
  const send = (xml: string | Buffer, type = 'application/xml', query = '') =>
    ci.send('POST', `/reports/junit${query}`, Buffer.from(xml), { headers: { 'content-type': type } })
  const answer = await send(report, 'application/xml', '?name=Cypress')
  expect(answer.body).toMatchObject({ status: 'failed', runType: 'report', projectName: 'Shop' })
  const { body } = await ci.get(`/ci/runs/${answer.body.id}`)
  expect(body).toMatchObject({
    status: 'failed',
    exitCode: 1,
    totalCases: 3,
    passedCases: 1,
    failedCases: 1,
    skippedCases: 1,
  })
  expect(body.cases[1]).toMatchObject({
    name: 'Money › refunds',
    suiteName: 'Checkout',
    errorMessage: 'expected 5 but got 4',
    durationMs: 250,
  })
  await burstOver(app)
  expect((await app.mail(person.email)).at(-1)?.subject).toBe('1 of 3 tests failed: Shop')
  const hostile = [
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><testsuites><testsuite name="&b;"><testcase name="x"/></testsuite></testsuites>',
    '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><testsuites/>',
    '<testsuites><testsuite><testcase name="&xxe;"/></testsuite></testsuites>',
    '<testsuites>',
    '<html><testcase name="x"/></html>',
    `${'<testsuite>'.repeat(30)}${'</testsuite>'.repeat(30)}`,
    `<testsuites><testsuite>${'<testcase name="x"/>'.repeat(10_001)}</testsuite></testsuites>`,
    '<testsuites></testsuites>',
    '',
    'PK\u0003\u0004',
  ]
  for (const xml of hostile) expect((await send(xml)).body.code, xml.slice(0, 60)).toBe('not_junit')
  expect((await send(Buffer.from([0x3c, 0xff, 0xfe]))).body.code).toBe('not_junit')
  expect((await send(`<testsuites>${' '.repeat(6 * 1024 * 1024)}</testsuites>`)).status).toBe(413)
  expect((await send('{}', 'application/json')).status).toBeGreaterThanOrEqual(400)
})
