import { beforeEach, expect, test } from 'vitest'
import { days, hours } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { ask, build, file, listed, longLog, sweep } from './export-file.fixture.ts'

const app = await testApp()
beforeEach(async () => void (await app.sql('DELETE FROM rate_limits')))

test('after a crash it goes on after the last piece that was stored, and nothing is twice or missing', async () => {
  const ada = await longLog(app)
  const { body } = await ask(ada)
  await app.sql(
    `CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'out of memory'; END $$`,
  )
  await app.sql(
    'CREATE TRIGGER crash BEFORE INSERT ON audit_export_pieces FOR EACH ROW WHEN (NEW.piece = 1) EXECUTE FUNCTION crash()',
  )
  await expect(build(app, ada.teamId, body.id)).rejects.toThrow('out of memory')
  const [half] = await listed(ada)
  expect(half).toMatchObject({ state: 'building', entries: expect.any(Number) })
  expect(half.progress).toBeGreaterThan(0.3)
  expect(half.progress).toBeLessThan(1)
  await app.sql('DROP TRIGGER crash ON audit_export_pieces')
  await Promise.all([build(app, ada.teamId, body.id, 2), build(app, ada.teamId, body.id, 2)]) // two workers at once make one file
  expect((await file(ada, body.id)).text).toBe(
    (await ada.browser.get(`/teams/${ada.teamId}/audit/export.csv?area=key`)).text,
  )
  await app.drain() // the queue’s own try finds it done
  expect((await app.mail(ada.email)).filter(({ subject }) => subject.includes('export'))).toHaveLength(1)
})

test('what cannot be made after all tries is failed, keeps nothing, and another may be asked for', async () => {
  const ada = await longLog(app, 10)
  const { body } = await ask(ada)
  await app.sql('CREATE TRIGGER crash BEFORE INSERT ON audit_export_pieces FOR EACH ROW EXECUTE FUNCTION crash()')
  await expect(build(app, ada.teamId, body.id, 5)).rejects.toThrow('out of memory')
  await app.sql('DROP TRIGGER crash ON audit_export_pieces')
  expect((await listed(ada))[0]).toMatchObject({ state: 'failed' })
  expect((await file(ada, body.id)).body.code).toBe('export_not_ready')
  expect((await ask(ada)).status).toBe(202)
  await app.drain()
  app.clock.advance(days(2))
  await sweep(app)
  expect((await listed(ada)).map(({ state }: { state: string }) => state)).toEqual(['ready'])
})

test('one that nobody works on any more is given up', async () => {
  const ada = await longLog(app, 5)
  await ask(ada)
  app.clock.advance(hours(2))
  await sweep(app)
  expect((await listed(ada))[0].state).toBe('failed')
})
