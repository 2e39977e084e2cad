import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Target } from './target.ts'
import { type Row, runTool } from './tool.ts'

const seconds = 300
/** What it tells of any server of this kind, and why that stays. */
const argued: [told: RegExp, why: string][] = [
  [
    /Strict-Transport-Security is not set/,
    'the scanned server speaks plain HTTP on the loopback; with https it is sent (tests/surface.test.ts)',
  ],
  [
    /X-XSS-Protection is not set/,
    'browsers have given it up, and it did harm; the content security policy does its work',
  ],
]
// Those that need no server of somebody else's.
const modules =
  'backup,blindsql,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,methods,permanentxss,redirect,shellshock,sql,xss'

interface Report {
  vulnerabilities: Record<string, { method: string; path: string; info: string; parameter: string | null }[]>
  anomalies: Record<string, { method: string; path: string; info: string }[]>
  infos: { crawled_pages_nbr?: number }
}

/** A crawl of the page and of the API’s addresses with input, each attacked by every module, in a signed-in session. */
export async function wapiti(target: Target): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aegis-wapiti-'))
  const file = join(folder, 'report.json')
  const at = `${target.origin}/api/v1/teams/${target.team}`
  const starts = [
    ...[
      '/sign-in',
      '/sign-up',
      '/forgot-password',
      '/settings/profile',
      '/settings/security',
      '/api/docs',
      '/healthz',
    ].map((path) => target.origin + path),
    ...[
      `${at}/members?search=a&role=owner`,
      `${at}/projects?search=a`,
      `${at}/audit?user=a&area=auth`,
      `${at}/runs?state=queued`,
    ],
    ...[
      `${at}/usage/days?from=2026-01-01`,
      `${target.origin}/api/v1/account/activity?limit=20`,
      `${at}/audit/export.csv?user=a`,
    ],
  ]
  const { output, outOfTime } = await runTool(
    'wapiti',
    [
      ...[
        '-u',
        `${target.origin}/`,
        '--scope',
        'domain',
        '-m',
        modules,
        '-f',
        'json',
        '-o',
        file,
        '--no-bugreport',
        '--flush-session',
      ],
      ...[
        '--max-scan-time',
        '120',
        '--max-attack-time',
        '60',
        '-t',
        '10',
        '--store-session',
        folder,
        '-v',
        '0',
        '-S',
        'normal',
      ],
      ...['-H', `Cookie: ${target.cookie}`, '-H', 'X-Forwarded-For: 203.0.113.200'],
      ...starts.flatMap((start) => ['-s', start]),
    ],
    { seconds },
  )
  const text = await readFile(file, 'utf8').catch(() => null)
  await rm(folder, { recursive: true, force: true })
  if (!text)
    return [
      {
        what: 'the whole',
        result: `no report: ${output.trim().slice(-400)}${outOfTime ? ' (out of time)' : ''}`,
        finding: true,
      },
    ]
  const { vulnerabilities, anomalies, infos } = JSON.parse(text) as Report
  const found = Object.entries({ ...vulnerabilities, ...anomalies }).filter(([, each]) => each.length > 0)
  return [
    { what: 'pages and addresses crawled', result: String(infos.crawled_pages_nbr ?? starts.length), finding: false },
    ...found.flatMap(([kind, each]) =>
      each.slice(0, 10).map(({ method, path, info }) => {
        const why = argued.find(([told]) => told.test(info))?.[1]
        const what = `${kind}: ${method} \`${path.replaceAll(target.team, '{team}')}\``
        return { what, result: why ? `${info}: ${why}` : info, finding: !why }
      }),
    ),
    ...(found.length === 0 ? [{ what: modules.replaceAll(',', ', '), result: 'nothing found', finding: false }] : []),
  ]
}
