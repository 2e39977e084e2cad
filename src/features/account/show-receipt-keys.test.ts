import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'

const app = await testApp()

test('anybody reads the keys that receipts are checked with: public parts only, each with its name, on every node the same', async () => {
  const answer = await app.browser().get('/receipt-keys')
  expect(answer.status).toBe(200)
  const { keys } = answer.body as { keys: JsonWebKey[] }
  expect(keys.length).toBeGreaterThan(0)
  for (const key of keys) {
    expect(key).toMatchObject({ kty: 'OKP', crv: 'Ed25519', kid: expect.stringMatching(/^[\w-]+$/) })
    expect(Object.keys(key)).not.toContain('d') // RFC 8037: the private part
    expect(createPublicKey({ key, format: 'jwk' }).asymmetricKeyType).toBe('ed25519')
  }
  const other = await app.node()
  expect((await other.browser().get('/receipt-keys')).body).toEqual(answer.body)
})
