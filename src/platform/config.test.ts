import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { StartupFault } from './fault.ts'

test('nothing given: loopback, the default port, and links to it', () => {
  const config = readConfig({})
  expect(config).toMatchObject({ PORT: 3000, HOST: 'localhost', publicUrl: 'http://localhost:3000', loopback: true })
  expect(config.trustProxy).toBe(false)
})

test('every fault is named at once, and no value is echoed (V134)', () => {
  const env = { PORT: 'x', SMTP_URL: 'hunter2-secret', AEGIS_MASTER_KEY: 'short-secret', AEGIS_SINGUP: 'open' }
  const fault = (() => {
    try {
      return readConfig(env)
    } catch (error) {
      return error
    }
  })()
  expect(fault).toBeInstanceOf(StartupFault)
  const { message } = fault as StartupFault
  for (const name of Object.keys(env)) expect(message).toContain(name)
  expect(message).not.toMatch(/secret|hunter2/)
})

test('V81, V148: a public address is required off loopback, and TRUST_PROXY=true is refused', () => {
  expect(() => readConfig({ HOST: '0.0.0.0' })).toThrow(/PUBLIC_URL is required/)
  expect(() => readConfig({ TRUST_PROXY: 'true' })).toThrow(/TRUST_PROXY/)
  expect(readConfig({ TRUST_PROXY: '2' }).trustProxy).toBe(2)
  expect(readConfig({ TRUST_PROXY: '10.0.0.0/8, ::1' }).trustProxy).toEqual(['10.0.0.0/8', '::1'])
  expect(readConfig({ HOST: '0.0.0.0', PUBLIC_URL: 'https://a.example/path' })).toMatchObject({
    publicUrl: 'https://a.example',
    loopback: false,
  })
})

test('a secret may come from a file, but not from both places', () => {
  const folder = mkdtempSync(join(tmpdir(), 'aegis-config-'))
  const file = join(folder, 'token')
  writeFileSync(file, 'from-a-file-with-length\n')
  expect(readConfig({ METRICS_TOKEN_FILE: file }).METRICS_TOKEN).toBe('from-a-file-with-length')
  expect(() => readConfig({ METRICS_TOKEN_FILE: file, METRICS_TOKEN: 'x' })).toThrow(/both given/)
  expect(() => readConfig({ METRICS_TOKEN_FILE: join(folder, 'none') })).toThrow(/cannot be read/)
  rmSync(folder, { recursive: true })
})
