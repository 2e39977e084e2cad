/** Lines of OWASP ASVS 5.0.0 about how the program is written, held to its very sources; and its last resort when something is wrong with it. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { anyone } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { createServer } from '#platform/http/server.ts'
import { root } from '#platform/root.ts'
import { testApp } from './harness.ts'

const security = await readFile(join(root, 'SECURITY.md'), 'utf8')

/** What runs in production, by path below `src/`. */
const sources = new Map<string, string>()
for (const file of await readdir(join(root, 'src'), { recursive: true }))
  if (/(?<!\.test|\.test-d|\.fixture)\.tsx?$/.test(file))
    sources.set(file.replaceAll('\\', '/'), await readFile(join(root, 'src', file), 'utf8'))

/** Every hit of an expression: what its first group caught, with the file. */
const hits = (expression: RegExp): [file: string, hit: string][] =>
  [...sources].flatMap(([file, text]) =>
    [...text.matchAll(expression)].map(([, hit = '']): [string, string] => [file, hit]),
  )

test('1.2.5: no program is started through a shell, and none but PostgreSQL’s, a browser and our own', () => {
  expect(
    hits(/(shell: true|\bexecSync\(|child_process'\)\.exec|\{[^}]*\bexec\b[^}]*\} from 'node:child_process')/g),
  ).toEqual([])
  const starting = new Set(hits(/(from 'node:child_process')/g).map(([file]) => file.split('/').slice(0, -1).join('/')))
  expect([...starting].filter((folder) => !/^(platform\/db|features\/runs\/browser|commands)/.test(folder))).toEqual([])
})

test('1.3.2, 3.2.2: no text is run as a program or read as markup', () => {
  expect(
    hits(/(\beval\(|new Function\(|setTimeout\('|document\.write|insertAdjacentHTML|\.innerHTML|\.outerHTML)/g),
  ).toEqual([])
  // The style sheet of letters, which is ours.
  expect(hits(/(dangerouslySetInnerHTML)/g).map(([file]) => file)).toEqual(['platform/mail/letter-page.tsx'])
})

test('1.2.9, 1.3.12: no pattern is made of what people type', () => {
  expect(
    hits(/new RegExp\(([^)]*)/g)
      .map(([file]) => file)
      .sort(),
  ).toEqual([
    'access/key-format.ts',
    'features/notifications/unsubscribe.ts',
    'features/projects/schedule-contract.ts',
    'features/runs/contract.ts',
  ])
})

test('11.1.2, 11.2.1, 11.4.1: the cryptography is the one that SECURITY.md lists, from libraries', () => {
  const [, table = ''] = /## Cryptography\n([\s\S]*?)\n## /.exec(security) ?? []
  const used = new Set([
    ...hits(/createHash\('(\w+)'/g).map(([, name]) => name),
    ...hits(/createHmac\('(\w+)'/g).map(([, name]) => `hmac-${name}`),
    ...hits(/hkdfSync\('(\w+)'/g).map(([, name]) => `hkdf-${name}`),
    ...hits(/generateKeyPairSync\('(\w+)'/g).map(([, name]) => name),
    ...hits(/CIPHER = '([\w-]+)'/g).map(([, name]) => name),
  ])
  expect([...used].sort()).toEqual(['aes-256-gcm', 'ed25519', 'hkdf-sha256', 'hmac-sha256', 'sha256'])
  for (const name of used) expect(table.toLowerCase()).toContain(`\`${name}\``)
  const libraries = new Set(
    hits(/from '((?:node:crypto|@node-rs\/argon2|@noble\/[\w/.]+|otpauth|@simplewebauthn\/\w+))'/g).map(
      ([, name]) => name,
    ),
  )
  for (const name of libraries)
    expect(table).toContain(
      name
        .split('/')
        .slice(0, name.startsWith('@') ? 2 : 1)
        .join('/'),
    )
  // SHA-1 where RFC 6238 has it, in the codes of authenticator apps.
  expect(hits(/\b(md5|sha1|des|rc4|aes-\d+-(?:ecb|cbc))'/gi)).toEqual([['features/two-factor/totp.ts', 'SHA1']])
})

test('11.2.4: secrets are compared in constant time', () => {
  const compared = hits(
    /\b(?:digest|secret|signature|hmac|token)\w*(?:\.\w+\([^)]*\))? (===|!==) (?!undefined|null|'|"|typeof)/gi,
  )
  const known = [
    'web/', // what the page compares was typed or shown in it
  ]
  expect(compared.filter(([file]) => !known.some((one) => file.includes(one))).map(([file]) => file)).toEqual([])
})

test('13.1.1: no host of the outside stands in the code but those that SECURITY.md names', () => {
  const hosts = new Set(
    hits(/https?:\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)/g)
      .map(([, host]) => host)
      .filter(
        (host) => !/(^|\.)(example|example\.(com|org)|invalid)$|^127\.|^0\.|^169\.254|^www\.w3\.org$|^\d/.test(host),
      ),
  )
  for (const host of hosts)
    expect(host).toMatch(
      /(^|\.)(slack\.com|stripe\.com|playwright\.dev|owasp\.org|rfc-editor\.org|json-schema\.org|github\.com)$/,
    )
  for (const name of ['PostgreSQL', 'SMTP_URL', 'Stripe', 'Slack', 'webhooks and syslog'])
    expect(security).toContain(name)
})

test('14.3.3: what the page keeps in the browser is a colour scheme, answers about zones and a team’s id', () => {
  const keeping = hits(/((?:local|session)Storage|indexedDB)/g).map(([file]) => file)
  expect([...new Set(keeping)].sort()).toEqual([
    'features/notifications/web/slack-card.tsx',
    'features/notifications/web/slack-return-page.tsx',
    'web/shell/zones-answered.ts',
    'web/theme.ts',
  ])
})

test('15.2.3: nothing made for tests is part of the program', () => {
  expect(hits(/from '([^']*(?:\.fixture\.ts|\.test\.ts|#tests\/|vitest|fast-check)[^']*)'/g)).toEqual([])
})

test('15.1.1, 14.1.1: SECURITY.md says what is worth having and how soon faults of others are mended', () => {
  expect(security).toMatch(/7 days when it is critical or high, within 30 otherwise/)
  for (const part of ['What is worth having', 'Who might want it', 'Where trust ends', 'What is not defended'])
    expect(security).toContain(`### ${part}`)
})

test('16.5.1, 16.5.4, 16.3.4: a fault of ours answers with its request id alone, is logged whole, and harms no other request', async () => {
  const app = await testApp()
  const faulty = (path: '/faulty' | '/late', fault: () => unknown) =>
    route({
      method: 'GET',
      path,
      summary: 'Fails',
      access: anyone('a test'),
      output: z.object({}),
      handle: async () => {
        await fault()
        return {}
      },
    })
  const broken = [
    faulty('/faulty', () => Promise.reject(new Error('relation "secret_table" of /srv/aegis'))),
    faulty('/late', () => app.platform.db.named('broken', 'SELECT * FROM secret_table', [])),
  ]
  const server = createServer(app.platform, broken, () => null)
  for (const path of ['/faulty', '/late', '/faulty']) {
    const answer = await server.inject({ url: `/api/v1${path}` })
    expect(answer.statusCode).toBe(500)
    expect(Object.keys(answer.json()).sort()).toEqual([
      'code',
      'error',
      'message',
      'requestId',
      'status',
      'title',
      'type',
    ])
    expect(answer.body).not.toMatch(/secret_table|srv|relation|\.ts|at /)
    expect(app.logged()).toContain(answer.json().requestId)
  }
  expect(app.logged()).toContain('secret_table')
  await server.close()
  expect((await app.operator.browser.get('/account')).status).toBe(200)
})
