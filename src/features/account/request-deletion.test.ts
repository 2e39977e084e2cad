import { createPublicKey, randomUUID, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { confirm, makeKey, program } from '#features/api-keys/key.fixture.ts'
import { days, minutes } from '#platform/clock.ts'
import { enableTwoFactor } from '#tests/authenticator-app.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { exists, leave } from './leaving.fixture.ts'

const app = await testApp()
const someone = (name = 'Lea Leaver') => app.person(name)
const audited = (who: Person) =>
  app.sql<{ details: { refused?: string; when?: string } }>(
    "SELECT details FROM audit_log WHERE log_id = $1 AND action = 'account.deletion_requested' ORDER BY at, id",
    [who.id],
  )

describe('now', () => {
  test('ASVS 7.4.2: sessions, keys, half-done sign-ins and links end with the answer, on every node, before anything is erased', async () => {
    const lea = await someone()
    const node = await app.node()
    const key = await makeKey(lea)
    const elsewhere = node.browser(lea.browser)
    const second = app.browser()
    await second.post('/auth/sessions', { email: lea.email, password: lea.password })
    await app.browser().post('/auth/recoveries', { email: lea.email })
    const recovery = (await app.mail(lea.email)).at(-1)?.token('/recover')
    expect((await elsewhere.get('/account')).status).toBe(200)
    expect((await program(app, key.secret).get('/key')).status).toBe(200)

    const answer = await leave(lea)
    expect([answer.status, answer.body.state]).toEqual([202, 'erasing'])
    expect(answer.headers.get('clear-site-data')).toBe('"cache", "storage"')
    for (const browser of [lea.browser, second, elsewhere]) expect((await browser.get('/account')).status).toBe(401)
    expect((await program(app, key.secret).get('/key')).body.code).toBe('key_unknown')
    const visitor = app.browser()
    const again = await visitor.post('/auth/sessions', { email: lea.email, password: lea.password })
    expect(again.body.code).toBe('sign_in_refused')
    const token = { token: recovery, password: 'quarry-lantern-moss-77' }
    expect((await visitor.post('/auth/recoveries/completion', token)).status).toBe(410)
    await visitor.post('/auth/recoveries', { email: lea.email })
    expect(await exists(app, lea)).toBe(true)
    await app.drain()
    expect(await exists(app, lea)).toBe(false)
    const letters = app.mailbox.to(lea.email).map(({ subject }) => subject)
    expect(letters.filter((subject) => /recover|new password/i.test(subject))).toHaveLength(1)
  })

  test('a signed receipt is mailed to every address, can be checked with the published key, and leaves no trace', async () => {
    const lea = await someone()
    const answer = await leave(lea)
    const letter = (await app.mail(lea.email)).at(-1)
    expect(letter?.subject).toBe('Your account was deleted')
    const token = /eyJ[\w-]+\.[\w-]+\.[\w-]+/.exec(letter?.text ?? '')?.[0] ?? ''
    const [head = '', claims = '', signature = ''] = token.split('.')
    const { body } = await app.browser().get('/receipt-keys')
    const key = createPublicKey({ key: body.keys[0], format: 'jwk' })
    expect(verify(null, Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url'))).toBe(true)
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
      iss: app.config.publicUrl,
      sub: lea.id,
      event: 'account erased',
      requestedAt: answer.body.dueAt,
      teamsErased: 1,
    })
    expect(JSON.parse(Buffer.from(head, 'base64url').toString())).toEqual({ alg: 'EdDSA', kid: body.keys[0].kid })
    expect(await app.sql('SELECT 1 FROM mail_outbox WHERE recipient = $1', [lea.email])).toEqual([])
  })

  test('the address signs up anew, as somebody else', async () => {
    const lea = await someone()
    await leave(lea)
    await app.drain()
    const anew = await app.person('Lea Again', { email: lea.email })
    expect(anew.id).not.toBe(lea.id)
    expect((await anew.browser.get('/account')).body).toMatchObject({
      fullName: 'Lea Again',
      teams: [{ role: 'owner' }],
    })
    expect((await anew.browser.get('/account/deletion')).body).toEqual({ scheduled: null })
  })

  test('the own team goes along, a team with others goes on without the person', async () => {
    const [lea, otto] = [await someone(), await app.person('Otto Owner')]
    await app.join(lea, otto.teamId, 'admin')
    await leave(lea)
    await app.drain()
    expect(await app.sql('SELECT id FROM teams WHERE id = ANY($1)', [[lea.teamId, otto.teamId]])).toEqual([
      { id: otto.teamId },
    ])
    expect((await otto.browser.get(`/teams/${otto.teamId}`)).body.memberCount).toBe(1)
  })
})

describe('what is refused', () => {
  test('any word but DELETE in capitals, which may have blanks around it', async () => {
    const lea = await someone()
    for (const confirm of ['delete', 'Delete', 'DELETE!', 'D E L E T E', 'ＤＥＬＥＴＥ', 'DЕLETE', 'REMOVE', '']) {
      const answer = await leave(lea, { confirm })
      expect([answer.status, answer.body.code, answer.body.errors[0].field], confirm).toEqual([
        400,
        'word_missing',
        'confirm',
      ])
      await app.sql('DELETE FROM rate_limits')
    }
    expect(await exists(app, lea)).toBe(true)
    expect((await leave(lea, { confirm: ' DELETE ' })).status).toBe(202)
  })

  test('a wrong password, which stands in the log; at most ten tries in a quarter of an hour', async () => {
    const lea = await someone()
    for (let tries = 0; tries < 10; tries++) {
      const answer = await leave(lea, { password: `wrong-${tries}` })
      expect([answer.status, answer.body.code]).toEqual([403, 'password_wrong'])
    }
    expect((await leave(lea)).body.code).toBe('too_many')
    expect((await audited(lea)).map(({ details }) => details)).toEqual(
      Array.from({ length: 10 }, () => ({ refused: 'password_wrong' })),
    )
    expect((await lea.browser.get('/account/deletion')).body).toEqual({ scheduled: null })
  })

  test('ASVS 7.5.3: a proof that is too old, or that lacks the second factor where there is one', async () => {
    const lea = await someone()
    const { phone } = await enableTwoFactor(app, lea)
    app.clock.advance(minutes(11))
    const stale = await leave(lea)
    expect([stale.status, stale.body]).toMatchObject([403, { code: 'confirmation_required', needsSecondFactor: true }])
    await lea.browser.post('/auth/confirmation', { password: lea.password })
    expect((await leave(lea)).body.code).toBe('confirmation_required')
    expect((await lea.browser.post('/auth/confirmation', { code: phone.code() })).status).toBe(200)
    expect((await leave(lea)).status).toBe(202)
  })

  test('V93: the only owner of a team with others: says which, with buttons to transfer and delete it', async () => {
    const [lea, otto] = [await someone(), await app.person('Otto Other')]
    await app.join(otto, lea.teamId, 'admin')
    const answer = await leave(lea)
    expect([answer.status, answer.body.code]).toEqual([409, 'deletion_blocked'])
    expect(answer.body.obstacles).toMatchObject([
      {
        code: 'sole_owner',
        says: expect.stringContaining('which has one other member'),
        fixes: [{ href: expect.stringContaining(lea.teamId) }, { href: expect.stringContaining(lea.teamId) }],
      },
    ])
    expect((await lea.browser.get('/account/deletion/preview')).body.obstacles).toEqual(answer.body.obstacles)
    await app.sql("UPDATE memberships SET role = 'owner' WHERE user_id = $1 AND team_id = $2", [otto.id, lea.teamId])
    expect((await leave(lea)).status).toBe(202)
  })

  test('V93: the operator, while others use the installation', async () => {
    await someone()
    await confirm(app.operator)
    const answer = await leave(app.operator)
    expect(answer.body.obstacles).toMatchObject([{ code: 'operator', fixes: [] }])
  })

  test('a second choice of a day; “now” takes the place of a day that was chosen', async () => {
    const lea = await someone()
    expect((await leave(lea, { when: 'in-30-days' })).status).toBe(202)
    expect((await leave(lea, { when: 'in-30-days' })).body.code).toBe('already_scheduled')
    expect((await leave(lea)).body.state).toBe('erasing')
    await app.drain()
    expect(await exists(app, lea)).toBe(false)
  })
})

test('in 30 days: everything goes on, the letter names the day, and every address gets it', async () => {
  const lea = await someone()
  const notices = `notices.${randomUUID()}@example.com`
  await lea.browser.put('/account/notification-email', { email: notices })
  const token = (await app.mail(notices)).at(-1)?.token('/confirm-notification-email')
  await lea.browser.post('/account/notification-email/confirmation', { token })
  const key = await makeKey(lea)
  const answer = await leave(lea, { when: 'in-30-days' })
  const dueAt = new Date(app.clock.now().getTime() + days(30)).toISOString()
  expect([answer.status, answer.body]).toEqual([202, { state: 'scheduled', dueAt }])
  expect((await lea.browser.get('/account/deletion')).body).toEqual({
    scheduled: { requestedAt: app.clock.now().toISOString(), dueAt, blocked: false },
  })
  expect((await program(app, key.secret).get('/key')).status).toBe(200)
  for (const address of [lea.email, notices])
    expect((await app.mail(address)).at(-1)?.subject, address).toMatch(/^Your account will be deleted on \d+ \w+ 2027$/)
})
