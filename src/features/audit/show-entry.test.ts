import { beforeEach, expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { appendMany, busyPerson, log, publicKeys, verified } from './audit-log.fixture.ts'
import { sealAll } from './check.fixture.ts'

const app = await testApp()
beforeEach(async () => void (await app.sql('DELETE FROM rate_limits'))) // many people sign up from one address here

test('one entry comes raw, with a proof that leads to the signed root', async () => {
  const ada = await busyPerson(app)
  await appendMany(app, ada.teamId, 1_100)
  await ada.browser.get(`/teams/${ada.teamId}/audit/proof`) // that it was read is an entry too
  await sealAll(app.platform, ada.teamId)
  for (const entry of (await log(ada, '?limit=1')).items.concat((await log(ada, '?area=auth')).items)) {
    const { body } = await ada.browser.get(`/teams/${ada.teamId}/audit/entries/${entry.id}`)
    expect(body.raw).toMatchObject({ log: ada.teamId, id: entry.id, at: entry.at, action: entry.action })
    const { checkpoint, ...sealed } = body.sealed
    const line = { kind: 'entry', entryId: entry.id, entry: body.raw, ...sealed }
    const head = {
      kind: 'aegisrunner.audit.export',
      v: 1,
      log: ada.teamId,
      complete: false,
      checkpoint,
      keys: await publicKeys(app),
    }
    expect((await verified([head, line, { kind: 'end' }])).whole).toBe(true)
  }
})
