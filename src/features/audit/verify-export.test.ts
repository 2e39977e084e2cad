import { beforeEach, expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { appendMany, busyPerson, verified } from './audit-log.fixture.ts'

const app = await testApp()
beforeEach(async () => void (await app.sql('DELETE FROM rate_limits'))) // many people sign up from one address here

test('an export is verified offline, and every way of changing the file is found', async () => {
  const ada = await busyPerson(app)
  await appendMany(app, ada.teamId, 2_100)
  const { text } = await ada.browser.get(`/teams/${ada.teamId}/audit/export.ndjson`)
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const good = await verified(text)
  expect(good.says.join('\n')).toMatch(/^As it was signed: 210\d entries/)
  expect(good.whole).toBe(true)
  const key = (await app.browser().get('/audit/keys')).body.keys[0].publicKey
  expect((await verified(text, ['--key', key])).whole).toBe(true)
  expect((await verified(text, ['--key', '0'.repeat(64)])).whole).toBe(false)

  const spoilt = async (change: (copy: typeof lines) => unknown) => {
    const copy = structuredClone(lines)
    change(copy)
    return (await verified(copy)).says.join('\n')
  }
  expect(await spoilt((all) => (all[5].entry.where = { ip: '198.51.100.1', userAgent: null }))).toMatch(
    /Line 6: entry \d+ .* was changed/,
  )
  expect(await spoilt((all) => (all[5].entry.details = null))).toMatch(/Line 6: entry .* was changed/)
  expect(await spoilt((all) => (all[5].index = 3))).toContain('not where the signed log has it')
  expect(await spoilt((all) => all.splice(5, 1))).toMatch(/Entry \d+ is missing/)
  expect(await spoilt((all) => all.splice(5, 0, all[9]))).toContain('a second time')
  expect(await spoilt((all) => all.pop())).toContain('cut off')
  expect(await spoilt((all) => (all[0].checkpoint.size -= 1))).toContain('signature')
  expect(await spoilt((all) => (all[0].log = 'team_other'))).toContain('another log')
  expect((await verified('not an export\n')).whole).toBe(false)
  expect((await verified('')).says[0]).toContain('not an export')
})

test('an export that broke off goes on where it did, and both parts together are whole', async () => {
  const ada = await app.person('Ada Lovelace')
  await appendMany(app, ada.teamId, 30)
  const { text } = await ada.browser.get(`/teams/${ada.teamId}/audit/export.ndjson`)
  const part = text.split('\n').slice(0, 12).join('\n')
  const last = JSON.parse(part.split('\n').at(-1) ?? '').entry
  const rest = await ada.browser.get(`/teams/${ada.teamId}/audit/export.ndjson?after=${Date.parse(last.at)}-${last.id}`)
  const whole = await verified(`${part}\n${rest.text}`)
  expect(whole.says.join()).toContain('As it was signed')
  const csv = (await ada.browser.get(`/teams/${ada.teamId}/audit/export.csv`)).text.split('\r\n')
  const csvRest = (
    await ada.browser.get(`/teams/${ada.teamId}/audit/export.csv?after=${Date.parse(last.at)}-${last.id}`)
  ).text.split('\r\n')
  expect(csv.slice(-csvRest.length)).toEqual(csvRest)
  expect(csvRest[0]).not.toContain('time,')
})
