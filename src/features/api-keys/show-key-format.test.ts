import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { makeKey } from './key.fixture.ts'

const app = await testApp()

test('scanners are told the form', async () => {
  const { body } = await app.browser().get('/key-format')
  const ada = await app.person('Ada Scanner')
  const { secret } = await makeKey(ada)
  expect(`KEY=${secret};`.match(new RegExp(body.pattern))?.[0]).toBe(secret)
  expect(body.report).toBe(`${app.config.publicUrl}/api/v1/leaked-keys`)
})

test('a scanner without an account can check a find by what it is told: the checksum is the one described', async () => {
  const { status, body } = await app.browser().get('/key-format')
  expect(status).toBe(200)
  expect(body.checksum).toBe(
    'The last six characters are the CRC-32 of all before them, in base 62 (digits, capitals, small letters).',
  )
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
  const ada = await app.person('Ada Checksum')
  for (let n = 0; n < 5; n++) {
    const { secret } = await makeKey(ada)
    const said = [...secret.slice(-6)].reduce((sum, digit) => sum * 62 + digits.indexOf(digit), 0)
    expect(said).toBe(crc32(secret.slice(0, -6)))
  }
})
