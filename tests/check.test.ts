import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { rules } from '../scripts/check/rules.ts'
import { readTree } from '../scripts/check/tree.ts'

/** What every rule says about a tiny package, as `file:line rule`. */
async function judge(files: Record<string, string>): Promise<string[]> {
  const root = await mkdtemp(join(tmpdir(), 'aegis-check-'))
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true })
      await writeFile(join(root, path), text)
    }
    const tree = await readTree(root)
    return rules.flatMap((rule) => rule(tree)).map(({ file, line, rule }) => `${file}:${line} ${rule}`)
  } finally {
    await rm(root, { recursive: true })
  }
}

const table = (name: string) =>
  `declare module '#platform/db/tables.ts' {\n  interface Tables {\n    ${name}: object\n  }\n}\n`

test('a tidy package has no faults', async () => {
  const tidy = {
    'src/main.ts': "import { routes } from '#app/app.ts'\nawait import('./commands/serve.ts')\nroutes.length",
    'src/app.ts': "import { authRoutes } from '#features/auth/routes.ts'\nexport const routes = [...authRoutes]",
    'src/commands/serve.ts': "import { readConfig } from '#platform/config.ts'\nreadConfig()",
    'src/features/auth/routes.ts': "import { signIn } from './sign-in.route.ts'\nexport const authRoutes = [signIn]",
    'src/features/auth/sign-in.route.ts':
      "import { guard } from '#access/guard.ts'\nimport { person } from '#features/account/public.ts'\nexport const signIn = [guard, person]",
    'src/features/auth/contract.ts':
      "import { instant } from '#platform/http/schemas.ts'\nexport const SignIn = instant",
    'src/features/auth/web/page.tsx':
      "import { request } from '#web/client.ts'\nimport { SignIn } from '../contract.ts'\nexport const Page = () => <b>{request(SignIn)}</b>",
    'src/features/account/public.ts': "export { person } from './queries.ts'",
    'src/features/account/queries.ts': `${table('users')}export const person = (on: any) => on.query.insertInto('users').values({}).execute()`,
    'src/access/guard.ts':
      "import { later, minutes } from '#platform/clock.ts'\nexport const guard = (now: Date) => later(new Date(now), minutes(10))",
    'src/platform/clock.ts':
      'export const now = () => new Date()\nexport const minutes = (n: number) => n * 60 * 1000\nexport const later = (a: any, b: any) => [a, b]',
    'src/platform/config.ts': 'export const readConfig = () => process.env.PORT',
    'src/platform/http/schemas.ts': 'export const instant = 1',
    'src/web/client.ts':
      "import type { routes } from '#app/app.ts'\nexport const request = (_: unknown): any => fetch('/') as unknown as typeof routes",
    'src/platform/clock.test.ts': "import { testApp } from '#tests/harness.ts'\ntestApp(Date.now())",
    'db/migrations/0001-account.sql': '-- owner: account\nCREATE TABLE users (id text);',
  }
  expect(await judge(tidy)).toEqual([])
})

const broken: [what: string, files: Record<string, string>, faults: string[]][] = [
  [
    'platform that knows a feature',
    { 'src/platform/a.ts': "import { x } from '#features/auth/public.ts'\nx" },
    ['src/platform/a.ts:1 imports'],
  ],
  [
    'platform that knows access, by type only',
    { 'src/platform/a.ts': "\nimport type { X } from '../access/guard.ts'\nexport type Y = X" },
    ['src/platform/a.ts:2 imports'],
  ],
  [
    'access that knows a feature by import()',
    { 'src/access/a.ts': "await import('#features/auth/public.ts')" },
    ['src/access/a.ts:1 imports'],
  ],
  [
    'access that knows a feature in a type',
    { 'src/access/a.ts': "export type A = import('#features/auth/public.ts').B" },
    ['src/access/a.ts:1 imports'],
  ],
  [
    'access that re-exports a feature',
    { 'src/access/a.ts': "export * from '#features/auth/public.ts'" },
    ['src/access/a.ts:1 imports'],
  ],
  [
    'a feature that knows the composition root',
    { 'src/features/auth/a.ts': "import '#app/app.ts'" },
    ['src/features/auth/a.ts:1 imports'],
  ],
  [
    'slices that may not know each other',
    { 'src/features/account/a.ts': "import { x } from '#features/auth/public.ts'\nx" },
    ['src/features/account/a.ts:1 imports'],
  ],
  [
    'a slice that reaches into another',
    { 'src/features/auth/a.ts': "import { x } from '#features/account/queries.ts'\nx" },
    ['src/features/auth/a.ts:1 imports'],
  ],
  [
    'a command that reaches into a slice',
    { 'src/commands/a.ts': "import { x } from '#features/auth/queries.ts'\nx" },
    ['src/commands/a.ts:1 imports'],
  ],
  [
    'server code that loads a page',
    { 'src/features/auth/a.ts': "import { x } from './web/page.tsx'\nx" },
    ['src/features/auth/a.ts:1 imports'],
  ],
  [
    'a page that loads queries',
    { 'src/features/auth/web/a.ts': "import { x } from '../queries.ts'\nx" },
    ['src/features/auth/web/a.ts:1 imports', 'src/features/auth/web/a.ts:1 web-reach'],
  ],
  [
    'a page that takes a type from queries',
    { 'src/features/auth/web/a.ts': "import type { X } from '../queries.ts'\nexport type Y = X" },
    ['src/features/auth/web/a.ts:1 imports'],
  ],
  ['a program that loads a test', { 'src/platform/a.ts': "import './b.test.ts'" }, ['src/platform/a.ts:1 imports']],
  [
    'src that loads from outside',
    { 'src/platform/a.ts': "import '../../tests/harness.ts'" },
    ['src/platform/a.ts:1 imports'],
  ],
  [
    'a contract that leads to the server by a detour',
    {
      'src/features/auth/contract.ts': "import '#platform/a.ts'",
      'src/platform/a.ts': "import { readFile } from 'node:fs'\nreadFile",
    },
    ['src/platform/a.ts:1 web-reach'],
  ],
  [
    'a page that brings the schemas of a contract along',
    {
      'src/features/auth/web/a.ts': "import { most } from '../contract.ts'\nmost",
      'src/features/auth/contract.ts': "import { z } from 'zod'\nexport const most = z",
    },
    ['src/features/auth/contract.ts:1 web-reach'],
  ],
  ['a page that loads a server package', { 'src/web/a.ts': "import pg from 'pg'\npg" }, ['src/web/a.ts:1 web-reach']],
  [
    'a circle of imports',
    {
      'src/platform/a.ts': "import './b.ts'",
      'src/platform/b.ts': "import './c.ts'",
      'src/platform/c.ts': "import './a.ts'",
    },
    ['src/platform/c.ts:1 cycles'],
  ],
  ['a file that imports itself', { 'src/platform/a.ts': "import './a.ts'" }, ['src/platform/a.ts:1 cycles']],
  [
    'process.env',
    {
      'src/platform/a.ts':
        'export const a = [\n  process.env.HOME,\n  process[`env`],\n  globalThis.process.env,\n  process["env"],\n]',
    },
    ['src/platform/a.ts:2 banned-calls', 'src/platform/a.ts:4 banned-calls', 'src/platform/a.ts:5 banned-calls'],
  ],
  [
    'env from node:process',
    { 'src/platform/a.ts': "import { env } from 'node:process'\nenv" },
    ['src/platform/a.ts:1 banned-calls'],
  ],
  [
    'the clock',
    { 'src/platform/a.ts': 'Date.now()\nnew Date()\nDate()\nnew Date(0)\n[1].map(Date.now)' },
    ['1', '2', '3', '5'].map((line) => `src/platform/a.ts:${line} banned-calls`),
  ],
  ['Math.random', { 'src/web/a.ts': 'Math.random()' }, ['src/web/a.ts:1 banned-calls']],
  [
    'console',
    { 'src/platform/a.ts': "console.log('x')\nconsole?.error('y')" },
    ['src/platform/a.ts:1 banned-calls', 'src/platform/a.ts:2 banned-calls'],
  ],
  [
    'fetch',
    { 'src/platform/a.ts': "fetch('/')\nglobalThis.fetch('/')" },
    ['src/platform/a.ts:1 banned-calls', 'src/platform/a.ts:2 banned-calls'],
  ],
  ['fetch in a page', { 'src/features/auth/web/a.ts': "fetch('/')" }, ['src/features/auth/web/a.ts:1 banned-calls']],
  [
    'http.request',
    { 'src/platform/a.ts': "import { request } from 'node:https'\nrequest('')" },
    ['src/platform/a.ts:1 banned-calls'],
  ],
  [
    'markup from text',
    {
      'src/web/a.tsx':
        "export const A = () => <b dangerouslySetInnerHTML={{ __html: '' }} />\ndocument.body.innerHTML = ''",
    },
    ['src/web/a.tsx:1 banned-calls', 'src/web/a.tsx:2 banned-calls'],
  ],
  [
    'durations in figures',
    { 'src/platform/a.ts': 'export const a = 10 * 60 * 1000\nexport const b = 5 * 60_000\nexport const c = 3 * 5' },
    ['src/platform/a.ts:1 durations', 'src/platform/a.ts:2 durations'],
  ],
  [
    'SQL in a route',
    {
      'src/features/auth/a.route.ts':
        "db.query('SELECT 1')\ndb.query(`UPDATE a SET b = c`)\ndb.query.selectFrom('a')\nsql`x`",
    },
    ['1', '2', '3', '4'].map((line) => `src/features/auth/a.route.ts:${line} sql`),
  ],
  [
    'SQL that asks for the time',
    { 'src/features/auth/queries.ts': "q('SELECT * FROM a WHERE b < now()')" },
    ['src/features/auth/queries.ts:1 sql'],
  ],
  [
    "another slice's table, by builder",
    {
      'src/features/account/queries.ts': table('users'),
      'src/features/auth/queries.ts': "q.updateTable('users')\nq.selectFrom('users')",
    },
    ['src/features/auth/queries.ts:1 tables'],
  ],
  [
    "another slice's table, in SQL",
    {
      'src/features/account/queries.ts': table('users'),
      'src/access/queries.ts': 'q(`\n DELETE\n FROM users`)\nq(`SELECT 1 FROM users`)',
    },
    ['src/access/queries.ts:1 tables'],
  ],
  [
    'a platform table from another folder',
    { 'src/platform/audit.ts': table('audit_log'), 'src/platform/mail/a.ts': "q.insertInto('audit_log')" },
    ['src/platform/mail/a.ts:1 tables'],
  ],
  [
    'a table with two owners',
    { 'src/features/account/queries.ts': table('users'), 'src/features/auth/queries.ts': table('users') },
    ['src/features/auth/queries.ts:3 tables'],
  ],
  [
    'a migration without an owner',
    { 'db/migrations/0001-a.sql': 'CREATE TABLE a ();' },
    ['db/migrations/0001-a.sql:1 tables'],
  ],
  [
    "a migration for another owner's table",
    {
      'src/access/queries.ts': table('users'),
      'db/migrations/0001-a.sql': '-- owner: account\n\nCREATE TABLE users ();',
    },
    ['db/migrations/0001-a.sql:3 tables'],
  ],
  ['a long file', { 'src/platform/a.ts': `${'\n'.repeat(250)}1` }, ['src/platform/a.ts:251 files']],
  [
    'vague names',
    { 'src/platform/utils.ts': '', 'src/features/auth/helpers/a.ts': '', 'src/web/lib/a.ts': '' },
    ['src/features/auth/helpers/a.ts:1 files', 'src/platform/utils.ts:1 files', 'src/web/lib/a.ts:1 files'],
  ],
]

const locked = (packages: object) => ({ 'package-lock.json': JSON.stringify({ packages }) })

test('a lock file that lacks a package of some platform is found', async () => {
  const tool = { optionalDependencies: { 'tool-linux': '1', 'tool-win': '1' } }
  const whole = { '': { dependencies: { tool: '1' } }, 'node_modules/tool': tool, 'node_modules/tool-linux': {} }
  expect(await judge(locked({ ...whole, 'node_modules/tool/node_modules/tool-win': {} }))).toEqual([])
  expect(await judge(locked({ ...whole, 'node_modules/other/node_modules/tool-win': {} }))).toEqual([
    'package-lock.json:1 lockfile',
  ])
})

test.each(broken)('%s is found', async (_what, files, faults) => {
  expect(await judge(files)).toEqual(faults)
})

test('a file that cannot be parsed is an error, not a pass', async () => {
  await expect(judge({ 'src/platform/a.ts': 'const = 1' })).rejects.toThrow('src/platform/a.ts cannot be parsed')
})
