import { expect, test } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { mailCheckpoints } from './anchor.ts'
import { people } from './audit-log.fixture.ts'
import { sealAll } from './check.fixture.ts'

const app = await testApp()

const about = async (email: string) =>
  (await app.mail(email)).filter(({ subject }) => subject.startsWith('The audit log'))

test('the owner chooses: not the auditors, but addresses outside, to whom no name of the team is told; the choice is in the log', async () => {
  const [ada, aud] = [await app.person('Ada Lovelace'), await app.person('Audrey Auditor')]
  await app.join(aud, ada.teamId, 'auditor')
  const at = `/teams/${ada.teamId}/audit/anchor`
  expect((await ada.browser.get(at)).body).toEqual({ toAuditors: true, auditors: 1, addresses: [], version: 1 })
  const chosen = await ada.browser.put(
    at,
    { toAuditors: false, addresses: [' Books@Example.com', 'books@example.com', 'audit@example.org'] },
    { ifMatch: 1 },
  )
  expect(chosen.body).toEqual({
    toAuditors: false,
    auditors: 1,
    addresses: ['audit@example.org', 'books@example.com'],
    version: 2,
  })
  await sealAll(app.platform, ada.teamId)
  await mailCheckpoints(app.platform, app.clock.now())
  expect(await about(aud.email)).toEqual([])
  for (const outside of ['audit@example.org', 'books@example.com']) {
    const letter = (await about(outside)).at(-1)
    expect(letter?.subject).toContain(ada.teamId)
    expect(letter?.text).not.toContain('Ada’s team')
    expect(letter?.text).toContain(`/api/v1/audit/checkpoints/${ada.teamId}`)
  }
  const [entry] = await app.sql<{ details: unknown }>(
    "SELECT details FROM audit_log WHERE log_id = $1 AND action = 'audit.anchor_changed'",
    [ada.teamId],
  )
  expect(entry?.details).toEqual({
    changes: {
      toAuditors: { from: true, to: false },
      addresses: { from: [], to: ['audit@example.org', 'books@example.com'] },
    },
  })
  const same = await ada.browser.put(
    at,
    { toAuditors: false, addresses: ['books@example.com', 'audit@example.org'] },
    { ifMatch: 2 },
  )
  expect(same.body.version).toBe(2)
})

test('of several choices made at once the first is kept, the others are told of it', async () => {
  const ada = await app.person('Ada Lovelace')
  const at = `/teams/${ada.teamId}/audit/anchor`
  const answers = await Promise.all(
    [1, 2, 3, 4].map((n) =>
      ada.browser.put(at, { toAuditors: true, addresses: [`a${n}@example.com`] }, { ifMatch: 1 }),
    ),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412])
  const { body } = await ada.browser.get(at)
  const late = answers.find(({ status }) => status === 412)
  expect(late?.body.current).toEqual(body)
  expect((await ada.browser.put(at, { toAuditors: true, addresses: [] }, { ifMatch: 2 })).body.version).toBe(3)
})

test.each([['nobody'], ['a@example.com, b@example.com'], ['a@b@c'], ['']])('%s is no address', async (address) => {
  const ada = await app.person('Ada Lovelace')
  const answer = await ada.browser.put(
    `/teams/${ada.teamId}/audit/anchor`,
    { toAuditors: true, addresses: [address] },
    { ifMatch: 1 },
  )
  expect([answer.status, answer.body.code]).toEqual([422, 'email_invalid'])
})

test('only who manages the log chooses, after a confirmation, in their own team', async () => {
  const { ada, ben, zoe } = await people(app, 'auditor')
  const at = `/teams/${ada.teamId}/audit/anchor`
  const choose = (who: typeof ada) =>
    who.browser.put(at, { toAuditors: false, addresses: ['thief@example.com'] }, { ifMatch: 1 })
  expect((await choose(ben)).status).toBe(403)
  expect((await choose(zoe)).status).toBe(404)
  app.clock.advance(minutes(11))
  expect((await choose(ada)).body.code).toBe('confirmation_required')
  expect((await ada.browser.get(at)).body).toMatchObject({ toAuditors: true, addresses: [], version: 1 })
})
