import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Target } from './target.ts'
import { type Row, runTool } from './tool.ts'

const secondsPerAddress = 45

/** Addresses whose input reaches SQL: the stars are where sqlmap puts its payloads. */
const addresses = ({ team, project }: Target): [method: string, path: string, body?: string][] => [
  ['GET', `/teams/${team}/members?search=a*&role=owner*&limit=20*`],
  ['GET', `/teams/${team}/projects?search=a*&archived=false*`],
  ['GET', `/teams/${team}/projects/${project}/suites?search=a*`],
  ['GET', `/teams/${team}/projects/${project}*`],
  ['GET', `/teams/${team}*/projects`],
  ['GET', `/teams/${team}/audit?user=a*&area=auth*&target=a*&ip=127.0.0.1*`],
  ['GET', `/teams/${team}/audit/proof?from=0*&limit=10*`],
  ['GET', `/teams/${team}/runs?project=${project}*&state=queued*`],
  ['GET', `/teams/${team}/crawls?project=${project}*`],
  ['GET', `/teams/${team}/usage/days?from=2026-01-01*`],
  ['GET', `/teams/${team}/keys?cursor=key_0*`],
  ['GET', '/account/activity?cursor=1*&limit=20*'],
  ['GET', '/operate/outbox?cursor=1*&limit=20*'],
  ['POST', '/auth/sessions', '{"email":"ada@example.com*","password":"x*"}'],
  ['POST', '/auth/recoveries', '{"email":"ada@example.com*"}'],
  ['POST', '/leaked-keys', '{"keys":["aegis_live_a*"]}'],
  ['POST', `/teams/${team}/invitations/preview`, '{"addresses":["a@example.com*"]}'],
  ['POST', `/teams/${team}/audit/views`, '{"name":"mine*","filters":"user=a*"}'],
  ['POST', `/teams/${team}/projects/${project}/suites`, '{"name":"Suite*","pageUrl":"http://127.0.0.1:8099/a*"}'],
]

/** SQL injection by error, boolean, union, stacked queries and time, in a signed-in session. */
export async function sqlmap(target: Target): Promise<Row[]> {
  const rows: Row[] = []
  const folder = await mkdtemp(join(tmpdir(), 'aegis-sqlmap-'))
  for (const [at, [method, path, body]] of addresses(target).entries()) {
    const args = [
      ...[
        '--batch',
        '--flush-session',
        '--disable-coloring',
        '--dbms=PostgreSQL',
        '--level=1',
        '--risk=1',
        '--technique=BEUST',
      ],
      ...['--time-sec=2', '--threads=2', '--timeout=10', '--retries=0', '--skip-waf', '--output-dir', folder],
      ...['--ignore-code=400,401,404,429', '-u', `${target.origin}/api/v1${path}`, '--method', method],
      ...['--cookie', target.cookie, '-H', `Origin: ${target.origin}`, '-H', `X-Forwarded-For: 203.0.113.${at + 1}`],
      ...(body ? ['-H', 'Content-Type: application/json', '--data', body] : []),
    ]
    const { output, outOfTime } = await runTool('sqlmap', args, { seconds: secondsPerAddress })
    const told = `${method} ${path.replace(target.team, '{team}').replace(target.project, '{project}')}${body ? ` ${body}` : ''}`
    rows.push({ what: `\`${told}\``, ...verdict(output, outOfTime) })
  }
  await rm(folder, { recursive: true, force: true })
  return rows
}

function verdict(output: string, outOfTime: boolean): { result: string; finding: boolean } {
  const found = /identified the following injection point|is vulnerable|appears to be '[^']*' injectable/i.exec(output)
  if (found)
    return {
      result: `**${found[0]}**: ${output.slice(found.index, found.index + 500).replaceAll('\n', ' ')}`,
      finding: true,
    }
  const tested = output.match(/does not seem to be injectable/g)?.length ?? 0
  if (/all tested parameters do not appear to be injectable/.test(output))
    return { result: `${tested} places, none injectable`, finding: false }
  if (outOfTime)
    return { result: `${tested} places, none injectable; stopped after ${secondsPerAddress} s`, finding: false }
  return { result: `not tested: ${output.trim().split('\n').slice(-3).join(' ').slice(0, 300)}`, finding: true }
}
