/** Lines of OWASP ASVS 5.0.0 that no feature's own tests prove; docs/asvs.md names these and the others. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { proofLasts } from '#access/step-up.ts'
import { routes } from '#app/app.ts'
import { undoLifetime } from '#features/account/confirm-email-change.route.ts'
import { longestPassword } from '#features/account/password-rules.ts'
import { changeLifetime } from '#features/account/send-email-change.ts'
import { attemptsPerAccount, attemptWindow, failuresUntilClosed } from '#features/auth/attempts.ts'
import { challengeLifetime, triesPerChallenge } from '#features/auth/challenge.ts'
import { trustLasts } from '#features/auth/complete-challenge.ts'
import { recoveryLifetime } from '#features/auth/recovery.job.ts'
import { signIn } from '#features/auth/sign-in.route.ts'
import { signUpLifetime } from '#features/auth/sign-up.route.ts'
import { backupCodeCount } from '#features/two-factor/contract.ts'
import { failuresUntilClosed as codeFailuresUntilClosed, triesPerHour } from '#features/two-factor/prove.ts'
import { days, hours } from '#platform/clock.ts'
import { hashCost } from '#platform/crypto/passwords.ts'
import { digest } from '#platform/crypto/secrets.ts'
import { spell } from '#platform/http/openapi.ts'
import type { Route } from '#platform/http/route.ts'
import { jsonSchema } from '#platform/http/schemas.ts'
import { root } from '#platform/root.ts'
import { settings } from '#platform/settings.ts'
import { enableTwoFactor } from './authenticator-app.ts'
import { testApp } from './harness.ts'

const app = await testApp()
const security = (await readFile(join(root, 'SECURITY.md'), 'utf8')).replaceAll(/\s+/g, ' ')
/** What stands in the second cell of a row of SECURITY.md. */
const limitOf = (row: string): string =>
  new RegExp(`\\| ${row.replaceAll(/[()/]/g, '\\$&')} \\| ([^|]+) \\|`).exec(security)?.[1] ?? ''

test('6.3.2: a fresh installation has no account but the one that just signed up', async () => {
  expect(await app.sql('SELECT id FROM users')).toEqual([{ id: app.operator.id }])
})

describe('SECURITY.md says what the code does', () => {
  test('6.1.1: guessing passwords', async () => {
    const window = `${attemptsPerAccount} in ${spell(attemptWindow)}`
    expect(limitOf('attempts on one account from browsers it does not know, together')).toBe(window)
    expect(limitOf('attempts from one browser the person signed in with before')).toBe(`${window}, counted apart`)
    const { limit } = signIn.declaration
    expect(limit).toMatchObject({ per: 'network' })
    expect(limitOf('sign-in attempts from one network (IPv4 address, IPv6 /64)')).toBe(
      [limit ?? []].flat().map(({ max, every }) => `${max} in ${spell(every)}`)[0],
    )
    expect(limitOf('failures since the last success, from unknown browsers')).toMatch(
      new RegExp(`^${failuresUntilClosed};`),
    )
    const said = Number(/^(\d+) an hour$/.exec(limitOf('recovery letters to one address'))?.[1])
    const rita = await app.person('Rita Recovery')
    for (let n = 0; n < said + 2; n += 1) await app.browser().post('/auth/recoveries', { email: rita.email })
    const sent = (await app.mail(rita.email)).filter(({ subject }) => subject === 'Choose a new password')
    expect(sent).toHaveLength(said)
  })

  test('6.1.1: guessing second factors', async () => {
    expect(limitOf('wrong codes in one half-done sign-in')).toMatch(new RegExp(`^${triesPerChallenge};`))
    const ofAccount = limitOf('wrong codes of one account')
    expect(ofAccount).toMatch(new RegExp(`^${triesPerHour} an hour;`))
    expect(limitOf('wrong codes in a row')).toMatch(new RegExp(`^${codeFailuresUntilClosed};`))
    expect(limitOf('password')).toContain(`trusted (${spell(trustLasts)})`)
    expect(security).toContain(`A half-done sign-in lives ${spell(challengeLifetime)},`)
    expect(backupCodeCount).toBe(10)
    expect(security).toContain('Backup codes: ten of 80 bits')
    const told = Number(/told at (\d+)/.exec(ofAccount)?.[1])
    const tom = await app.person('Tom Told')
    const { phone } = await enableTwoFactor(app, tom)
    const isTold = async () =>
      (await app.mail(tom.email)).some(({ subject }) => /^Wrong two-factor codes/.test(subject))
    const guess = () => tom.browser.post('/auth/confirmation', { code: phone.wrong() })
    for (let n = 1; n < told; n += 1) expect((await guess()).body.code).toBe('code_wrong')
    expect(await isTold()).toBe(false)
    await guess()
    expect(await isTold()).toBe(true)
  })

  test('7.1.1: how long sessions and proofs last', () => {
    const byDefault = (name: keyof typeof settings) => settings[name].shape.parse(undefined)
    expect(security).toContain(`after ${byDefault('AEGIS_SESSION_IDLE_DAYS')} days without use`)
    expect(security).toContain(`after ${byDefault('AEGIS_SESSION_DAYS')} days in any case`)
    expect(security).toContain(`a proof younger than ${spell(proofLasts)}`)
  })

  test('7.1.2: a person may have any number of sessions', async () => {
    expect(security).toContain('A person may have any number of sessions.')
    const mia = await app.person('Mia Many')
    const browsers = Array.from({ length: 12 }, () => app.browser())
    for (const browser of browsers) await browser.post('/auth/sessions', { email: mia.email, password: mia.password })
    for (const browser of [mia.browser, ...browsers]) expect((await browser.get('/account')).status).toBe(200)
  })

  test('passwords and links', async () => {
    expect(security).toContain(`${settings.AEGIS_PASSWORD_MIN.shape.parse(undefined)} to ${longestPassword} characters`)
    expect(security).toContain(`m=${hashCost.memoryCost} KiB, t=${hashCost.timeCost}, p=${hashCost.parallelism}`)
    // 65,536 bytes of index, then three for each password.
    const { size } = await stat(join(root, 'src/platform/crypto/common-passwords.bin'))
    expect(security).toContain(`${((size - 65_536) / 3).toLocaleString('en')} common and leaked passwords`)
    expect(limitOf('recovery')).toBe(spell(recoveryLifetime))
    expect([signUpLifetime, changeLifetime, undoLifetime]).toEqual([hours(24), hours(24), hours(72)])
    expect(limitOf('sign-up')).toBe('24 hours')
    expect(limitOf('change of address')).toBe('24 hours; its undo 72 hours')
  })
})

test('6.1.3, 6.3.4: every way that opens a session is known, and told in SECURITY.md', async () => {
  const opening: string[] = []
  for (const file of await readdir(join(root, 'src'), { recursive: true })) {
    if (!/(?<!\.test)\.ts$/.test(file)) continue
    const text = await readFile(join(root, 'src', file), 'utf8')
    if (/\b(?:openSession|finishSignIn|insertSession(?:WhereKnown)?)\(/.test(text)) opening.push(file)
  }
  expect(opening.sort()).toEqual([
    'access/queries.ts', // writes the row
    'access/sessions.ts', // makes the token
    'features/auth/complete-challenge.ts', // password, then a code, a backup code or a passkey
    'features/auth/confirm-sign-up.route.ts', // sign-up link
    'features/auth/finish-sign-in.ts',
    'features/auth/sign-in-with-passkey.route.ts',
    'features/auth/sign-in.route.ts', // password
    'features/auth/sign-up-by-invitation.route.ts', // the link of an invitation proves the mailbox
    'features/auth/sign-up.route.ts', // the very first person
  ])
  for (const way of [
    'password',
    'passkey',
    'recovery link',
    'sign-up link',
    'invitation link, for an address without an account',
  ])
    expect(limitOf(way)).not.toBe('')
})

test('6.2.10: a password is good until it is changed, ten years later too', async () => {
  const ada = await app.person('Ada Lovelace')
  app.clock.advance(days(3653))
  const answer = await app.browser().post('/auth/sessions', { email: ada.email, password: ada.password })
  expect([answer.status, answer.body.state]).toEqual([200, 'signed_in'])
})

test('6.4.2: no hint and no secret question is kept or asked for', async () => {
  const columns = await app.sql<{ name: string }>(
    "SELECT column_name AS name FROM information_schema.columns WHERE table_schema NOT IN ('pg_catalog', 'information_schema')",
  )
  const all: readonly Route[] = routes
  const fields = all.flatMap(({ declaration: { input } }) =>
    input ? Object.keys((jsonSchema(input, 'input') as { properties?: object }).properties ?? {}) : [],
  )
  expect(fields).toContain('password')
  const names = [...columns.map(({ name }) => name), ...fields]
  expect(names.filter((name) => /hint|question|answer|maiden|pet/i.test(name))).toEqual([])
})

test('7.2.3, 9.1: a session is 256 random bits that carry nothing, kept only as their digest', async () => {
  const ben = await app.person('Ben Admin')
  const token = ben.browser.cookies.get('aegis') ?? ''
  expect(token).toMatch(/^[\w-]{43}$/)
  const rows = await app.sql('SELECT * FROM sessions WHERE user_id = $1', [ben.id])
  expect(rows).toHaveLength(1)
  expect(rows[0]?.token_digest).toEqual(digest(token))
  expect(JSON.stringify(await app.sql('SELECT sessions::text FROM sessions', []))).not.toContain(token)
  for (const value of ben.browser.cookies.values()) expect(value).toMatch(/^[\w-]{43}$/)
})
