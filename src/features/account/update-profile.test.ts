import { beforeEach, describe, expect, it } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { type Person, testApp } from '#tests/harness.ts'

const app = await testApp()
const ada = await app.person('Ada Lovelace')
const version = async (): Promise<number> => (await ada.browser.get('/account')).body.version
const save = async (body: unknown, who: Person = ada) =>
  who.browser.patch('/account', body, { ifMatch: (await who.browser.get('/account')).body.version })
const logged = (logId: string) =>
  app.sql<{ actor_id: string; details: { changes: unknown } }>(
    `SELECT actor_id, details FROM audit_log WHERE log_id = $1 AND action = 'account.profile_updated' ORDER BY at, id`,
    [logId],
  )

describe('saving a profile', () => {
  it('keeps what was sent, answers the whole profile and a new ETag', async () => {
    const ben = await app.person('Ben Babbage')
    const fields = {
      fullName: 'Benjamin Babbage',
      timezone: 'America/New_York',
      company: 'Engines',
      jobTitle: 'Builder',
    }
    const answer = await ben.browser.patch('/account', { ...fields, phone: '+49 30-90 18 20' }, { ifMatch: 1 })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      ...fields,
      initials: 'BB',
      phone: '+4930901820',
      phoneFormatted: '+49 30 901820',
    })
    expect([answer.body.version, answer.headers.get('etag')]).toEqual([2, '"2"'])
    expect((await ben.browser.get('/account')).body).toEqual(answer.body)
  })

  it('writes old and new into the person’s log and their team’s, the phone number masked', async () => {
    const cleo = await app.person('Cleo Clerk')
    await save({ fullName: 'Cleo C.', phone: '+4930901820' }, cleo)
    await save({ phone: '' }, cleo)
    const entries = [
      { fullName: { from: 'Cleo Clerk', to: 'Cleo C.' }, phone: { from: null, to: '+49•••20' } },
      { phone: { from: '+49•••20', to: null } },
    ].map((changes) => ({ actor_id: cleo.id, details: { changes } }))
    expect(await logged(cleo.id)).toEqual(entries)
    expect(await logged(cleo.teamId)).toEqual(entries)
    expect(app.logged()).not.toContain('4930901820')
  })

  it('that changes nothing leaves no trace', async () => {
    const before = await version()
    const answer = await save({ fullName: ' Ada Lovelace ', phone: '  ', company: '' })
    expect([answer.status, answer.body.version]).toEqual([200, before])
    expect((await save({})).body.version).toBe(before)
    expect(await logged(ada.id)).toEqual([])
  })

  it('takes an alias of a zone, in its proper spelling', async () => {
    expect((await save({ timezone: 'asia/calcutta' })).body.timezone).toBe('Asia/Calcutta')
    expect((await save({ timezone: 'UTC' })).body.timezone).toBe('UTC')
  })

  it('writes letters with the same accents one way', async () => {
    expect((await save({ jobTitle: 'Cafe\u0301 owner' })).body.jobTitle).toBe('Café owner')
  })
})

describe('two people editing at once', () => {
  it('the second is refused and shown what it is now', async () => {
    const zoe = await app.person('Zoe Other')
    await zoe.browser.patch('/account', { company: 'First' }, { ifMatch: 1 })
    const late = await zoe.browser.patch('/account', { company: 'Second' }, { ifMatch: 1 })
    expect([late.status, late.body.code]).toEqual([412, 'changed_meanwhile'])
    expect(late.body.current).toEqual((await zoe.browser.get('/account')).body)
    expect(late.body.current.company).toBe('First')
    const again = await zoe.browser.patch('/account', { company: 'Second' }, { ifMatch: late.body.current.version })
    expect(again.body.company).toBe('Second')
  })

  it('exactly one of twenty wins', async () => {
    const dov = await app.person('Dov Double')
    const names = Array.from({ length: 20 }, (_, n) => `Company ${n}`)
    const answers = await Promise.all(
      names.map((company) => dov.browser.patch('/account', { company }, { ifMatch: 1 })),
    )
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    expect(answers.filter((answer) => answer.status === 412)).toHaveLength(19)
    const won = answers.find((answer) => answer.status === 200)
    for (const { body } of answers.filter((answer) => answer.status === 412)) expect(body.current).toEqual(won?.body)
    expect(await logged(dov.id)).toHaveLength(1)
  })

  it('demands to know which version was seen', async () => {
    expect((await ada.browser.patch('/account', { company: 'X' })).status).toBe(428)
    const odd = { headers: { 'if-match': '*' } }
    expect((await ada.browser.patch('/account', { company: 'X' }, odd)).status).toBe(428)
  })
})

describe('what is refused', () => {
  beforeEach(() => app.clock.advance(minutes(11))) // past the limit of the tests before

  it.each([
    [{ fullName: '' }, 'fullName', 'name_missing'],
    [{ fullName: ' \u00a0 ' }, 'fullName', 'name_missing'],
    [{ fullName: 'x'.repeat(101) }, 'fullName', 'too_long'],
    [{ fullName: 'Ada\u202egnp.exe' }, 'fullName', 'invisible_characters'],
    [{ fullName: 'Ada\r\nBcc: eve@evil.example' }, 'fullName', 'invisible_characters'],
    [{ fullName: 'Ada\u0000' }, 'fullName', 'invisible_characters'],
    [{ company: 'Zero\u200bwidth' }, 'company', 'invisible_characters'],
    [{ jobTitle: '\ud800' }, 'jobTitle', 'invisible_characters'],
    [{ company: 'x'.repeat(101) }, 'company', 'too_long'],
    [{ jobTitle: 'x'.repeat(101) }, 'jobTitle', 'too_long'],
    [{ phone: '030 901820' }, 'phone', 'phone_without_country'],
    [{ phone: '+49 1' }, 'phone', 'phone_invalid'],
    [{ timezone: 'Mars/Olympus' }, 'timezone', 'timezone_unknown'],
    [{ timezone: '+02:00' }, 'timezone', 'timezone_unknown'],
    [{ fullName: null }, 'fullName', 'invalid_type'],
    [{ fullName: ['Ada'] }, 'fullName', 'invalid_type'],
    [{ phone: { number: 1 } }, 'phone', 'invalid_type'],
  ])('%j', async (body, field, code) => {
    const answer = await save(body)
    expect(answer.status).toBe(400)
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ field, code }))
  })

  it('says in words how to write a phone number', async () => {
    expect((await save({ phone: '030 901820' })).body.message).toContain('+49 30 901820')
  })

  it('a hundred characters are fine, whatever their size in bytes', async () => {
    expect((await save({ company: '🎉'.repeat(100) })).status).toBe(200)
  })

  // Everything the server decides, by column, by API name and by habit of other products.
  const owned = [
    ...['id', 'email', 'email_canonical', 'emailCanonical', 'email_verified_at', 'emailVerified', 'emailVerifiedAt'],
    ...['full_name', 'job_title', 'avatar_id', 'avatarId', 'avatarUrl', 'notification_email', 'notificationEmail'],
    ...['is_operator', 'isOperator', 'version', 'created_at', 'createdAt', 'initials', 'phoneFormatted', 'teams'],
    ...['password', 'hash', 'role', 'plan', 'orgId', 'team_id', 'twoFactorEnabled', 'stripeCustomerId', 'usageLimit'],
    ...['deletedAt', 'data', 'user', 'prototype'],
  ]
  it.each(owned)('V74, V107: the member %s', async (member) => {
    const before = (await ada.browser.get('/account')).body
    for (const value of [true, 'x', 1, null, { is_operator: true }]) {
      const answer = await save({ company: 'Smuggled', [member]: value })
      expect(answer.status).toBe(400)
      expect(answer.body.errors).toEqual([expect.objectContaining({ field: member, code: 'unknown_field' })])
    }
    expect((await ada.browser.get('/account')).body).toEqual(before)
  })

  it('V112: members that would change the program', async () => {
    const seen = await version()
    const json = { headers: { 'content-type': 'application/json' }, ifMatch: seen }
    for (const text of ['{"__proto__":{"isOperator":true}}', '{"constructor":{}}', '{"company":"a","company":"b"}']) {
      expect((await ada.browser.send('PATCH', '/account', text, json)).body.code).toBe('malformed')
    }
    expect(await version()).toBe(seen)
  })
})
