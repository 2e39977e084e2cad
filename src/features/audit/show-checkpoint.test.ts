import { createHash } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { newId } from '#platform/ids.ts'
import { testApp } from '#tests/harness.ts'
import { busyPerson, publicKeys } from './audit-log.fixture.ts'
import { LogCheck } from './check-log.ts'
import { sha256 } from './sha256.ts'
import { verifyWithNode } from './signing-key.ts'

const app = await testApp()
beforeEach(async () => void (await app.sql('DELETE FROM rate_limits'))) // many people sign up from one address here

test('whoever has no account checks a log by the public key and checkpoint, which tell nothing but size and hash', async () => {
  const ada = await busyPerson(app)
  const stranger = app.browser()
  const check = new LogCheck(sha256)
  const { body } = await ada.browser.get(`/teams/${ada.teamId}/audit/proof`)
  await check.addCheckpoints(body.checkpoints, await publicKeys(app), verifyWithNode)
  for (const item of body.items) check.add(item)
  check.addUnsealed(body.unsealed)
  expect(check.finish()).toMatchObject({ problems: [], entries: body.size })
  const latest = (await stranger.get(`/audit/checkpoints/${ada.teamId}`)).body
  expect(latest).toEqual(body.checkpoints.at(-1))
  const { keys } = (await stranger.get('/audit/keys')).body
  expect(keys[0].pem).toContain('BEGIN PUBLIC KEY')
  expect(createHash('sha256').update(Buffer.from(keys[0].publicKey, 'hex')).digest('hex').slice(0, 16)).toBe(keys[0].id)
  expect((await stranger.get(`/audit/checkpoints/${newId('team')}`)).status).toBe(404)
})
