import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Target } from './target.ts'
import { type Row, runTool } from './tool.ts'

const names =
  'admin administrator api app assets audit auth backup backups bin build cgi-bin config console core cron data database db debug default dev dist docs download dump env error errors files graphql health healthz help home index info install internal jobs keys lib livez log login logs mail main manage metrics migrations node_modules old openapi operate panel phpinfo phpmyadmin private public readyz root scripts secret secrets server server-status settings setup shell sql src staging static status storage swagger sys system temp test tests tmp token tokens trace upload uploads user users vendor web webhook wp-admin wp-login'.split(
    ' ',
  )
const endings = ['', '/', '.bak', '.old', '.zip', '.tar.gz', '.sql', '.json', '.js.map', '.ts', '.php', '~']
const known =
  '.git/HEAD .git/config .env .env.local .env.production .npmrc .htaccess .htpasswd .DS_Store .ssh/id_rsa .aws/credentials .well-known/security.txt .svn/entries package.json package-lock.json tsconfig.json vite.config.ts biome.json README.md SECURITY.md Dockerfile docker-compose.yml bin/aegisrunner.js db/migrations/0001-platform.sql src/main.ts dist/web/index.html postgres/data master.key master-key key.pem robots.txt sitemap.xml favicon.ico openapi.json'.split(
    ' ',
  )
const climbing = [
  '../',
  '..%2f',
  '..%252f',
  '%2e%2e/',
  '%2e%2e%2f',
  '..%5c',
  '..;/',
  '.%00./',
  '%c0%ae%c0%ae/',
  '....//',
  '//',
  '/.//',
  '%2f',
  ';/',
].flatMap((step) => ['package.json', 'etc/passwd', 'src/main.ts'].map((file) => step.repeat(4) + file))

/** Names that servers should not show, at the root, among the page's files, and in the API. */
export async function ffuf(target: Target): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aegis-ffuf-'))
  const words = [...names.flatMap((name) => endings.map((ending) => name + ending)), ...known, ...climbing]
  await writeFile(join(folder, 'words'), words.join('\n'))
  const page = await (await fetch(`${target.origin}/settings/profile`)).text()
  const rows: Row[] = []
  for (const [at, place] of ['/', '/assets/', '/api/', '/api/v1/', `/api/v1/teams/${target.team}/`].entries()) {
    const report = join(folder, `${at}.json`)
    const args = [
      ...[
        '-s',
        '-w',
        join(folder, 'words'),
        '-u',
        `${target.origin}${place}FUZZ`,
        '-t',
        '8',
        '-of',
        'json',
        '-o',
        report,
      ],
      ...[
        '-mc',
        '200-399,401,403,405,500-599',
        '-H',
        `Cookie: ${target.cookie}`,
        '-H',
        `X-Forwarded-For: 203.0.113.${100 + at}`,
      ],
    ]
    const { outOfTime } = await runTool('ffuf', args, { seconds: 180 })
    const { results } = JSON.parse(await readFile(report, 'utf8')) as {
      results: { url: string; status: number; length: number }[]
    }
    const shown = results.filter(
      ({ status, length }) => !(status === 200 && Math.abs(length - Buffer.byteLength(page)) < 200),
    )
    const strange = shown.filter(({ url, status }) => status >= 500 || !expected.test(new URL(url).pathname))
    const seen = shown.map(({ url, status }) => `\`${new URL(url).pathname.replace(target.team, '{team}')}\` ${status}`)
    const ended = outOfTime ? ', stopped after 180 s' : ''
    rows.push({
      what: `\`${place.replace(target.team, '{team}')}\`, ${words.length} names`,
      result: `${results.length - shown.length} answered with the page itself; besides it ${seen.join(', ') || 'nothing'}${ended}`,
      finding: strange.length > 0,
    })
  }
  await rm(folder, { recursive: true, force: true })
  return rows
}

/** What is there for everybody to see, or for whoever is signed in. */
const expected =
  /^\/(healthz|livez|readyz|metrics|docs|api\/docs|openapi\.json|favicon\.ico|robots\.txt|\.well-known\/security\.txt|api\/(v1\/)?(openapi\.json|docs)|api\/v1\/(account|roles|teams\/[^/]+\/(audit|billing|keys|usage|members|projects|runs|crawls|policy|inbox|webhooks|slack|schedules|invitations|deletion)?)?\/?)$/
