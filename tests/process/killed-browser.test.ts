import { readdir, readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { makeProject, resultOf } from '#features/runs/runs.fixture.ts'
import { minutes, seconds } from '#platform/clock.ts'
import { findChromium } from '#tests/chromium.ts'
import { testApp } from '#tests/harness.ts'
import { postgres } from '#tests/own-postgres.ts'
import { html, openSite } from '#tests/site.ts'
import { aegisrunner, builtProgram, emptyFolder, type Program } from './program.ts'

// Real worker processes with real browsers, on machines that have other things to do as well.
vi.setConfig({ testTimeout: minutes(4) })
beforeAll(builtProgram, minutes(2))

const app = await testApp()
const [{ name: database } = { name: '' }] = await app.sql<{ name: string }>('SELECT current_database() AS name')

/** A chain of pages, one of which keeps whoever asks waiting until it is let go. */
async function chain() {
  const page = (n: number) => html(`Page ${n}`, n < 7 ? `<a href="/p${n + 1}">next</a>` : '')
  const site = await openSite({
    '/': html('Start', '<a href="/p0">next</a>'),
    ...Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`/p${n}`, page(n)])),
  })
  afterAll(site.close)
  let waiting: (() => void)[] = []
  const hold = () =>
    site.set('/p3', (request, response) => {
      const answer = () => void response.writeHead(200, { 'content-type': 'text/html' }).end(page(3))
      if (request.method === 'GET') waiting.push(answer)
      else answer()
    })
  const letGo = () => {
    site.set('/p3', page(3))
    for (const answer of waiting.splice(0)) answer()
    waiting = []
  }
  const asked = (path: string) => site.requests.filter((one) => one.path === path && one.method === 'GET').length
  return { site, hold, letGo, asked, held: () => waiting.length > 0 }
}

async function startWorker(): Promise<Program> {
  const { host, port, user } = postgres()
  const { executablePath, env } = await findChromium()
  const worker = aegisrunner(['worker'], {
    ...env,
    AEGIS_BROWSER: executablePath,
    AEGIS_BROWSERS: '1',
    AEGIS_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    DATABASE_URL: `postgres://${user}@${encodeURIComponent(host)}:${port}/${database}`,
    DATA_DIR: await emptyFolder(),
    LOG_LEVEL: 'warn',
    PORT: String(app.config.PORT),
    SMTP_URL: app.mailbox.url,
    MAIL_FROM: 'AegisRunner <no-reply@aegis.example>',
  })
  await worker.printed('The worker is ready')
  return worker
}

/** The processes under a process, children of children included: [pid, command line]. */
async function under(pid: number | undefined): Promise<[pid: number, command: string][]> {
  const parents = new Map<number, number>()
  for (const name of (await readdir('/proc')).filter((one) => /^\d+$/.test(one))) {
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
  }
  const isUnder = (one: number): boolean => {
    const parent = parents.get(one)
    return parent !== undefined && (parent === pid || isUnder(parent))
  }
  const found = [...parents.keys()].filter(isUnder)
  return Promise.all(
    found.map(async (one) => [
      one,
      (await readFile(`/proc/${one}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' '),
    ]),
  )
}

/** The main process of the browser a worker has open; its pages have processes of their own, of a `--type`. */
const browserOf = async ({ child }: Program): Promise<number | undefined> =>
  (await under(child.pid)).find(
    ([, command]) => command.includes('--remote-debugging-pipe') && !command.includes('--type='),
  )?.[0]

const isThere = async (pid: number): Promise<boolean> =>
  !/^\d+ \(.*\) [ZX]/.test(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '0 (gone) X'))

const holder = async (id: string): Promise<string | null> =>
  (await app.sql<{ held_by: string | null }>('SELECT held_by FROM browser_work WHERE id = $1', [id]))[0]?.held_by ??
  null

const counted = async (teamId: string, id: string) =>
  (
    await app.sql<{ uses: number; pages: number; work: number; rows: number }>(
      `SELECT (SELECT coalesce(sum(amount), 0)::int FROM usage_events WHERE team_id = $1 AND event_id = $2) AS uses,
        (SELECT count(*)::int FROM crawl_pages WHERE crawl_id = $2) AS pages,
        (SELECT count(*)::int FROM browser_work WHERE id = $2) AS work,
        (SELECT count(*)::int FROM audit_log WHERE log_id = $1 AND target_id = $2 AND action = 'run.finished') AS rows`,
      [teamId, id],
    )
  )[0]

const slowly = { timeout: seconds(60), interval: 100 }

test('kill -9 of a worker in the middle of a crawl and of a run: another has it within 30 seconds, nothing is counted twice', async () => {
  const ada = await app.person('Ada Killed')
  const { site, hold, letGo, asked, held } = await chain()
  const projectId = await makeProject(app, ada, `${site.url}/`)
  let workers = [await startWorker(), await startWorker()]

  /** Kills whichever worker has the browser; answers after how many milliseconds another held the work. */
  const killHolder = async (id: string): Promise<number> => {
    const browsers = await Promise.all(workers.map(browserOf))
    const at = browsers.findIndex((pid) => pid !== undefined)
    const dead = await holder(id)
    const family = await under(workers[at]?.child.pid)
    workers[at]?.child.kill('SIGKILL')
    const killedAt = performance.now()
    await expect.poll(async () => [null, dead].includes(await holder(id)), slowly).toBe(false)
    const took = performance.now() - killedAt
    // What it had open goes with it: no browser is left behind that nobody ends.
    await expect
      .poll(async () => (await Promise.all(family.map(([pid]) => isThere(pid)))).some(Boolean), slowly)
      .toBe(false)
    workers = [...workers.filter((_one, index) => index !== at), await startWorker()]
    return took
  }

  hold()
  const crawl = await ada.browser.post(`/teams/${ada.teamId}/crawls`, { projectId, delayMs: 0 })
  await expect.poll(held, slowly).toBe(true)
  expect(await killHolder(crawl.body.id)).toBeLessThan(seconds(30))
  letGo()
  const crawlNow = async () => (await ada.browser.get(`/teams/${ada.teamId}/crawls/${crawl.body.id}`)).body
  await expect.poll(async () => (await crawlNow()).state, slowly).toBe('completed')
  expect(await crawlNow()).toMatchObject({ pagesDone: 9, pagesBad: 0, made: { suitesMade: 9 } })
  expect(await counted(ada.teamId, crawl.body.id)).toEqual({ uses: 1, pages: 9, work: 0, rows: 0 })
  expect(['/', '/p0', '/p1', '/p2', '/p4', '/p7'].map(asked)).toEqual([1, 1, 1, 1, 1, 1])

  hold()
  const run = await ada.browser.post(`/teams/${ada.teamId}/runs`, { projectId })
  await expect.poll(held, slowly).toBe(true)
  expect(await killHolder(run.body.id)).toBeLessThan(seconds(30))
  letGo()
  await expect.poll(async () => (await resultOf(ada, run.body.id)).run.state, slowly).toBe('completed')
  const { run: ended } = await resultOf(ada, run.body.id)
  expect(ended).toMatchObject({ passedCases: ended.totalCases, failedCases: 0, skippedCases: 0, flakyCases: 0 })
  expect(await counted(ada.teamId, run.body.id)).toEqual({ uses: 1, pages: 0, work: 0, rows: 1 })
  expect(['/', '/p0', '/p7'].map(asked)).toEqual([2, 2, 2]) // once by the crawl, once by the run
})

test('kill -9 of the browser in the middle of a crawl and of a run: the same worker goes on with a new one, and nothing fails for it', async () => {
  const eve = await app.person('Eve Browser')
  const { site, hold, letGo, asked, held } = await chain()
  const projectId = await makeProject(app, eve, `${site.url}/`)
  const worker = await startWorker()

  const killBrowser = async (id: string) => {
    const holds = await holder(id)
    const browser = await browserOf(worker)
    process.kill(browser ?? Number.NaN, 'SIGKILL')
    letGo()
    await expect.poll(() => isThere(browser ?? 0), slowly).toBe(false)
    return holds
  }

  hold()
  const crawl = await eve.browser.post(`/teams/${eve.teamId}/crawls`, { projectId, delayMs: 0 })
  await expect.poll(held, slowly).toBe(true)
  expect(await killBrowser(crawl.body.id)).not.toBeNull()
  const crawlNow = async () => (await eve.browser.get(`/teams/${eve.teamId}/crawls/${crawl.body.id}`)).body
  await expect.poll(async () => (await crawlNow()).state, slowly).toBe('completed')
  expect(await crawlNow()).toMatchObject({ pagesDone: 9, pagesBad: 0, made: { suitesMade: 9 } })
  expect(await counted(eve.teamId, crawl.body.id)).toEqual({ uses: 1, pages: 9, work: 0, rows: 0 })
  expect([asked('/'), asked('/p2'), asked('/p4')]).toEqual([1, 1, 1])

  hold()
  const run = await eve.browser.post(`/teams/${eve.teamId}/runs`, { projectId })
  await expect.poll(held, slowly).toBe(true)
  expect(await killBrowser(run.body.id)).not.toBeNull()
  await expect.poll(async () => (await resultOf(eve, run.body.id)).run.state, slowly).toBe('completed')
  const { run: ended } = await resultOf(eve, run.body.id)
  expect(ended).toMatchObject({ passedCases: ended.totalCases, failedCases: 0, skippedCases: 0, flakyCases: 0 })
  expect(await counted(eve.teamId, run.body.id)).toEqual({ uses: 1, pages: 0, work: 0, rows: 1 })
  worker.child.kill('SIGTERM')
  await worker.ended
})
