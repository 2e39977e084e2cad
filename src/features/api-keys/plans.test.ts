import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { catalogues } from '#access/plan-catalogue.ts'
import { testApp } from '#tests/harness.ts'
import { confirm, makeKey, program } from './key.fixture.ts'

const folder = await mkdtemp(join(tmpdir(), 'aegis-plans-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const file = join(folder, 'plans.json')
const [pro] = catalogues.standard?.plans.slice(2) ?? []
const bare = { ...pro, id: 'bare', name: 'Bare', apiKeys: false }
await writeFile(file, JSON.stringify({ basic: 'bare', trial: 'pro', plans: [pro, bare] }))

const own = await testApp({ AEGIS_PLANS: file })
const selfHosted = await testApp({ AEGIS_PLANS: 'selfhosted' })

test('a plan that ends the right to keys answers 402, to the key and to whoever would make one', async () => {
  const ada = await own.person('Ada Lovelace')
  const { secret } = await makeKey(ada)
  expect((await program(own, secret).get('/key')).status).toBe(200)
  await own.sql('UPDATE teams SET trial_ends_at = NULL WHERE id = $1', [ada.teamId])
  const refused = await program(own, secret).get('/key')
  expect([refused.status, refused.body.code]).toEqual([402, 'key_without_plan'])
  await confirm(ada)
  const body = { name: 'CI', kind: 'personal', scopes: ['team:read'] }
  expect((await ada.browser.post(`/teams/${ada.teamId}/keys`, body)).body.code).toBe('key_without_plan')
})

test('a plan without a limit: no request is turned away, and no header pretends a limit', async () => {
  const ada = await selfHosted.person('Ada Unlimited')
  const { secret } = await makeKey(ada)
  const answers = await Promise.all(Array.from({ length: 150 }, () => program(selfHosted, secret).get('/key')))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  expect(answers[0]?.headers.get('x-ratelimit-limit')).toBeNull()
  expect(answers[0]?.body.limits).toEqual({ requestsPerMinute: null, remaining: null, resetAt: null })
})
