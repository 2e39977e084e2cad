import { expect, test } from 'vitest'
import { days } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { mailCheckpoints } from './anchor.ts'
import { sealAll } from './check.fixture.ts'

const app = await testApp()

test('auditors get the checkpoint of the day, nobody else does, and not when nothing is new', async () => {
  const [ada, aud] = [await app.person('Ada Lovelace'), await app.person('Audrey Auditor')]
  await app.join(aud, ada.teamId, 'auditor')
  await sealAll(app.platform, ada.teamId)
  await mailCheckpoints(app.platform, app.clock.now())
  const about = async (email: string) =>
    (await app.mail(email)).filter(({ subject }) => subject.startsWith('The audit log of'))
  const [letter] = await about(aud.email)
  const { body } = await app.browser().get(`/audit/checkpoints/${ada.teamId}`)
  for (const part of [body.log, String(body.size), body.root, body.keyId, body.signature])
    expect(letter?.text).toContain(part)
  expect(await about(ada.email)).toEqual([])
  app.clock.advance(days(2))
  await mailCheckpoints(app.platform, app.clock.now())
  expect(await about(aud.email)).toHaveLength(1)
})
