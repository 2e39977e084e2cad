import { createHash, createPublicKey } from 'node:crypto'
import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { sealAll } from './check.fixture.ts'

const app = await testApp()

test('shows the public keys to anybody, as digits and as PEM, under the names that checkpoints use; never a private one', async () => {
  const ada = await app.person('Ada Lovelace')
  await sealAll(app.platform, ada.teamId)
  const { status, body, text } = await app.browser().get('/audit/keys')
  expect(status).toBe(200)
  const checkpoint = (await app.browser().get(`/audit/checkpoints/${ada.teamId}`)).body
  expect(body.keys.map(({ id }: { id: string }) => id)).toContain(checkpoint.keyId)
  for (const { id, publicKey, pem, algorithm } of body.keys) {
    expect(algorithm).toBe('Ed25519')
    const { x } = createPublicKey(pem).export({ format: 'jwk' })
    expect(Buffer.from(String(x), 'base64url').toString('hex')).toBe(publicKey)
    expect(createHash('sha256').update(Buffer.from(publicKey, 'hex')).digest('hex').slice(0, 16)).toBe(id)
  }
  expect(text).not.toMatch(/private/i)
})
