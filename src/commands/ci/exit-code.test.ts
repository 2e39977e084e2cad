import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test, vi } from 'vitest'
import { makeKey } from '#features/api-keys/key.fixture.ts'
import { makeProject } from '#features/runs/runs.fixture.ts'
import { startBrowserWorker } from '#features/runs/worker.ts'
import { testApp } from '#tests/harness.ts'
import { ci } from '../ci.ts'
import { render } from './report.ts'

const app = await testApp()
const ada = await app.person('Ada Lovelace')
const projectId = await makeProject(app, ada, 'http://127.0.0.1:9/')
const { secret } = await makeKey(ada, { scopes: ['projects:read', 'runs:read', 'runs:write'] })
const codeBefore = process.exitCode
afterEach(() => vi.restoreAllMocks())
afterAll(() => {
  process.exitCode = codeBefore
})

/** Runs the command here; answers how the process would end and what it said. */
async function ended(args: string[]) {
  const says = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const tells = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  await ci([...args, '--url', app.address, '--key', secret])
  const text = (spy: typeof says | typeof tells) => spy.mock.calls.map(([part]) => String(part)).join('')
  const found = { code: process.exitCode, stderr: text(says), stdout: text(tells) }
  vi.restoreAllMocks()
  process.exitCode = codeBefore
  return found
}

async function runThatIs(state: string): Promise<string> {
  const id = `run_${state.replace('_', '')}`
  await app.sql(
    `INSERT INTO runs (team_id, id, project_id, state, trigger, run_type, target_ids, title, asked_by, total_cases, created_at, finished_at)
     VALUES ($1, $2, $3, $4, 'ci', 'project', '{}', 'All tests', '{"kind":"key","id":"key_1","name":"CI"}', 0, $5, $5)`,
    [ada.teamId, id, projectId, state, app.clock.now()],
  )
  return id
}

test('a result that cannot be written ends with 2: 1 would say that a test failed', async () => {
  const file = join(tmpdir(), 'aegis-no-such-folder', 'results.xml')
  expect(await ended(['status', await runThatIs('completed'), '--output', file])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('The result could not be written'),
  })
  expect((await ended(['status', 'run_completed'])).code).toBe(0)
  expect((await ended(['status', await runThatIs('needs_review')])).code).toBe(1)
})

test('a crawl that failed ends with 1 and says why', { timeout: 120_000 }, async () => {
  const worker = startBrowserWorker(app.platform)
  const crawl = await ended(['crawl'])
  await worker.stop()
  expect(crawl).toMatchObject({ code: 1, stdout: expect.stringContaining('Crawl failed: 0 of') })
})

test('a picture that waits for somebody is a failure in JUnit, with its reason', () => {
  const one = { name: 'Looks the same', suiteName: 'Shop', status: 'needs_review', durationMs: 5 }
  const report = render(
    {
      kind: 'run',
      id: 'run_1',
      over: true,
      status: 'needs_review',
      exitCode: 1,
      counts: { total: 1, passed: 0, failed: 0, skipped: 0 },
      durationMs: 5,
      url: '',
      cases: [{ ...one, errorMessage: '3.0 % of the picture differs.', failureType: 'visual' }],
      problem: null,
    },
    'junit',
  )
  expect(report).toContain('<testsuite name="Shop" tests="1" failures="1" skipped="0">')
  expect(report).toContain('<failure type="visual" message="3.0 % of the picture differs."/>')
})
