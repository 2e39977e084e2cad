import { describe, expect, it } from 'vitest'
import { verifyPassword } from '#platform/crypto/passwords.ts'
import { backupCodeAlphabet } from '#platform/typed-code.ts'
import { halfSignedIn, protectedPerson } from '#tests/authenticator-app.ts'
import type { Browser } from '#tests/browser.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { newBackupCodes } from './backup-codes.ts'

const app = await testApp()
const dov = () => protectedPerson(app)
const give = (browser: Browser, code: unknown) => browser.post('/auth/challenge/backup-code', { code })
const spend = async (who: Person, code: unknown) => give(await halfSignedIn(app, who), code)
const rowsOf = ({ id }: Person) =>
  app.sql<{ slot: number; hash: string; spent_at: Date | null }>(
    'SELECT * FROM backup_codes WHERE user_id = $1 ORDER BY slot',
    [id],
  )

describe('backup codes', () => {
  it('have 80 bits each: ten of sixteen out of 32 characters, evenly', async () => {
    const { shown } = await newBackupCodes()
    expect(new Set(shown).size).toBe(10)
    for (const code of shown) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/)
    expect(backupCodeAlphabet.length ** 16).toBe(2 ** 80)
    expect(256 % backupCodeAlphabet.length).toBe(0)
  })

  it('V07, ASVS 6.5.2: are kept under salted password hashes, before and after one was used', async () => {
    const who = await dov()
    const isKept = async () => {
      const rows = await rowsOf(who)
      expect(new Set(rows.map(({ hash }) => hash)).size).toBe(10)
      for (const [n, { hash }] of rows.entries()) {
        expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$/)
        expect(await verifyPassword(hash, (who.backupCodes[n] ?? '').replaceAll('-', ''))).toBe(true)
      }
      expect(JSON.stringify(rows) + app.logged()).not.toContain(who.backupCodes[0])
    }
    await isKept()
    expect((await spend(who, who.backupCodes[4])).body).toEqual({ state: 'signed_in', codesLeft: 9 })
    await isKept()
    expect((await rowsOf(who)).filter(({ spent_at }) => spent_at)).toMatchObject([{ slot: 4 }])
    for (const code of who.backupCodes.filter((_, n) => n !== 4).slice(0, 3))
      expect((await spend(who, code)).status).toBe(200)
  })

  it('work once, in any case and grouping', async () => {
    const who = await dov()
    const [first = '', second = '', third = ''] = who.backupCodes
    expect((await spend(who, first.toLowerCase())).status).toBe(200)
    expect((await spend(who, second.replaceAll('-', ' '))).status).toBe(200)
    expect((await spend(who, ` ${third.replaceAll('-', '')}\t`)).status).toBe(200)
    const browser = await halfSignedIn(app, who)
    for (const used of [first, first.toLowerCase(), second])
      expect((await give(browser, used)).body.code).toBe('code_used')
  })

  it('V08: of twenty parallel uses, at sign-in and at step-up, exactly one counts', async () => {
    const who = await dov()
    const [code] = who.backupCodes
    const browsers = [await halfSignedIn(app, who), await halfSignedIn(app, who), await halfSignedIn(app, who)]
    const uses = [
      ...browsers.flatMap((browser) => Array.from({ length: 4 }, () => give(browser.fork(), code))),
      ...Array.from({ length: 8 }, () => who.browser.fork().post('/auth/confirmation', { backupCode: code })),
    ]
    const answers = await Promise.all(uses)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await rowsOf(who)).filter(({ spent_at }) => spent_at)).toHaveLength(1)
  })

  it('V06: are their owner’s only', async () => {
    const [who, eve] = [await dov(), await dov()]
    expect((await spend(who, eve.backupCodes[0])).body.code).toBe('code_wrong')
    expect((await rowsOf(eve)).filter(({ spent_at }) => spent_at)).toEqual([])
  })

  it('the mailbox is told of each that is used, and when three are left; without any the app still works', async () => {
    const who = await dov()
    for (const [n, code] of who.backupCodes.entries()) {
      await app.sql('DELETE FROM rate_limits')
      expect((await spend(who, code)).body).toEqual({ state: 'signed_in', codesLeft: 9 - n })
    }
    const subjects = (await app.mail(who.email))
      .map(({ subject }) => subject)
      .filter((subject) => subject.startsWith('A backup code'))
    expect(subjects).toEqual([
      ...Array(6).fill('A backup code was used'),
      'A backup code was used: 3 left',
      'A backup code was used: 2 left',
      'A backup code was used: 1 left',
      'A backup code was used: none left',
    ])
    const browser = app.browser()
    const { body } = await browser.post('/auth/sessions', { email: who.email, password: who.password })
    expect(body.factors).toEqual(['code'])
    expect((await browser.post('/auth/challenge/code', { code: who.phone.code() })).status).toBe(200)
  })

  it('new ones make the old ones worthless, and are told', async () => {
    const who = await dov()
    const { status, body } = await who.browser.post('/account/two-factor/backup-codes')
    expect([status, body.backupCodes.length, body.generatedAt]).toEqual([200, 10, app.clock.now().toISOString()])
    expect((await spend(who, who.backupCodes[0])).body.code).toBe('code_wrong')
    expect((await spend(who, body.backupCodes[0])).status).toBe(200)
    expect((await app.mail(who.email)).map(({ subject }) => subject)).toContain('New backup codes were made')
    const ada = await app.person('Ada Lovelace')
    expect((await ada.browser.post('/account/two-factor/backup-codes')).body.code).toBe('two_factor_off')
  })
})
