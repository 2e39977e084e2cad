import { execFile } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makeKey } from '#features/api-keys/key.fixture.ts'
import { readJunit } from '#features/runs/read-junit.ts'
import { makeProject } from '#features/runs/runs.fixture.ts'
import { startBrowserWorker } from '#features/runs/worker.ts'
import { root } from '#platform/root.ts'
import { testApp } from '#tests/harness.ts'
import { html, openSite } from '#tests/site.ts'

const app = await testApp()
const ada = await app.person('Ada Lovelace')
const site = await openSite({ '/': html('Shop', '<a href="/about">About</a>'), '/about': html('About', '') })
await makeProject(app, ada, `${site.url}/`)
const { secret } = await makeKey(ada, { scopes: ['projects:read', 'runs:read', 'runs:write'] })
const worker = startBrowserWorker(app.platform)
afterAll(async () => {
  await worker.stop()
  await site.close()
})
const program = "await (await import('./dist/server/main.js')).main(['ci', ...process.argv.slice(1)])"

/** Runs the built command as a pipeline does. */
const ci = (args: string[], key = secret): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    const env = { PATH: process.env.PATH ?? '', AEGISRUNNER_URL: app.address, AEGISRUNNER_API_KEY: key }
    execFile(
      process.execPath,
      ['--input-type=module', '--eval', program, '--', ...args],
      { cwd: root, env },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }),
    )
  })

test('a crawl, then a run that passes, then one that fails: text, JSON, JUnit and the exit code', async () => {
  const crawl = await ci(['crawl', '--max-pages', '10'])
  expect([crawl.code, crawl.stderr]).toEqual([0, expect.stringContaining('The crawl of Shop has started.')])
  expect(crawl.stdout).toContain('Crawl completed: 2 of 2 pages passed')
  const passed = await ci(['run', '--strategy', 'smoke', '--format', 'json'])
  expect(passed.code).toBe(0)
  expect(JSON.parse(passed.stdout)).toMatchObject({
    kind: 'run',
    status: 'completed',
    exitCode: 0,
    counts: { total: 2, passed: 2, failed: 0 },
  })
  const started = await ci(['run', '--strategy', 'smoke', '--format', 'json', '--no-wait'])
  expect(started.code).toBe(0)
  expect(JSON.parse(started.stdout)).toMatchObject({ kind: 'run', id: expect.stringMatching(/^run_/), exitCode: 0 })
  site.set('/about', (_request, response) => response.writeHead(500).end())
  const file = join(tmpdir(), `aegis-ci-${process.pid}.xml`)
  const failed = await ci(['run', '--strategy', 'smoke', '--format', 'junit', '--output', file])
  expect(failed.code).toBe(1)
  expect(await readFile(file, 'utf8')).toBe(failed.stdout)
  await rm(file)
  expect(readJunit(failed.stdout).map(({ suiteName, state, message }) => [suiteName, state, message])).toEqual([
    ['Shop', 'passed', null],
    ['About', 'failed', 'The server answered 500.'],
  ])
  const id = /AegisRunner (run_\w+)/.exec(failed.stdout)?.[1] ?? ''
  const status = await ci(['status', id])
  expect([status.code, status.stdout]).toEqual([
    1,
    expect.stringContaining('✗ About – Page loads: The server answered 500.'),
  ])
}, 120_000)

test('what cannot be done ends with 2 and one sentence', async () => {
  expect(await ci(['run'], `${secret.slice(0, -1)}x`)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('not a whole API key'),
  })
  expect((await ci(['run', '--project', 'prj_none'])).code).toBe(2)
  expect(await ci(['dance'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('aegisrunner ci run|crawl|status'),
  })
  expect((await ci(['run', '--format', 'pdf'])).stderr).toContain('--format is one of')
  expect((await ci(['run', '--url', 'http://127.0.0.1:9'])).code).toBe(2)
}, 60_000)
