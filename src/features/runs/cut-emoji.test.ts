import { expect, test } from 'vitest'
import { makeKey, program } from '#features/api-keys/key.fixture.ts'
import { burstOver } from '#features/notifications/telling.fixture.ts'
import { testApp } from '#tests/harness.ts'
import { makeProject } from './runs.fixture.ts'

const app = await testApp()

test('a message with an emoji where it is cut ends the run and is told of, without half a character', async () => {
  const ada = await app.person('Ada Emoji')
  await makeProject(app, ada, 'https://shop.example/')
  const { secret } = await makeKey(ada, { scopes: ['runs:read', 'runs:write'] })
  const ci = program(app, secret)
  // Each is two units of a string; the first list of them is cut in the middle of one when it is told, the second when it is kept.
  const [even, odd] = ['💥'.repeat(1_500), `x${'💥'.repeat(1_500)}`]
  const report = `<testsuites><testsuite name="S">
    <testcase name="n"><failure message="${even}"/></testcase>
    <testcase name="m"><failure message="${odd}"/></testcase></testsuite></testsuites>`
  const headers = { 'content-type': 'application/xml' }
  const answer = await ci.send('POST', '/reports/junit', Buffer.from(report), { headers })
  expect([answer.status, answer.body.status], answer.text).toEqual([201, 'failed'])
  const { body } = await ci.get(`/ci/runs/${answer.body.id}`)
  expect(body.cases.map((one: { errorMessage: string }) => one.errorMessage)).toEqual([
    '💥'.repeat(1_000),
    `x${'💥'.repeat(999)}`,
  ])
  await burstOver(app)
  const letter = (await app.mail(ada.email)).at(-1)
  expect(letter?.subject).toBe('2 of 2 tests failed: Shop')
  expect(letter?.text).toContain(`S – n: ${'💥'.repeat(146)}\n`)
})
