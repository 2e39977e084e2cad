import { readFile, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { generateSync } from 'otplib'
import { beforeAll, expect, test } from 'vitest'
import { root } from '#platform/root.ts'
import { aegisrunner, builtProgram, emptyFolder, freePort } from './program.ts'

beforeAll(builtProgram)

const ready = 'AegisRunner is ready'

test('first start makes everything, prints one line with the address, answers, and Ctrl-C ends it cleanly', async () => {
  const [data, port] = [await emptyFolder(), await freePort()]
  const env = {
    DATA_DIR: join(data, 'd'),
    PORT: String(port),
    LOG_LEVEL: 'warn',
    METRICS_TOKEN: 'sixteen-letters-or-more',
  }
  const program = aegisrunner(['serve'], env)
  await program.printed(ready)
  expect(program.output()).toBe(`AegisRunner is ready: http://localhost:${port}\n`)
  const at = (path: string, init?: RequestInit) => fetch(`http://localhost:${port}${path}`, init)
  expect(await (await at('/healthz')).json()).toEqual({ status: 'ok' })
  expect(await (await at('/readyz')).json()).toEqual({ status: 'ready' })
  expect((await at('/metrics')).status).toBe(404)
  const metrics = await at('/metrics', { headers: { authorization: 'Bearer sixteen-letters-or-more' } })
  const known = await metrics.text()
  const dashboard = await readFile(join(root, 'deploy', 'grafana-dashboard.json'), 'utf8')
  const shown = [...dashboard.matchAll(/\b([a-z]+_[a-z0-9_]+)\{/g)].map(([, name = '']) => name)
  expect(new Set(shown).size).toBeGreaterThan(8)
  expect(shown.filter((name) => !known.includes(`\n${name}`))).toEqual([])
  const page = await at('/settings/profile')
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'")
  expect(await page.text()).toContain('<title>')
  expect((await at('/api/v1/nothing')).headers.get('content-type')).toContain('application/problem+json')
  expect((await at('/api/v1/account/x.css')).status).toBe(404)
  expect(((await stat(join(data, 'd', 'master.key'))).mode & 0o777).toString(8)).toBe('600')
  program.child.kill('SIGINT')
  expect(await program.ended).toEqual({ code: 0, signal: null })
  await expect(readFile(join(data, 'd', 'postgres', 'postmaster.pid'))).rejects.toThrow()
})

test('a second start on the same data, a taken port and a bad setting: one plain sentence and exit code 1', async () => {
  const [data, port] = [await emptyFolder(), await freePort()]
  const env = { DATA_DIR: join(data, 'd'), PORT: String(port), LOG_LEVEL: 'warn' }
  const first = aegisrunner(['serve'], env)
  await first.printed(ready)
  const oneSentence = async (more: Record<string, string>, says: RegExp) => {
    const second = aegisrunner(['serve'], { ...env, ...more })
    expect((await second.ended).code).toBe(1)
    expect(second.output()).toMatch(says)
    expect(second.output().trim().split('\n')).toHaveLength(1)
  }
  await oneSentence({ PORT: String(await freePort()) }, /already running/)
  await oneSentence({ DATA_DIR: join(data, 'other') }, new RegExp(`Port ${port} is taken`))
  await oneSentence({ PORT: 'eighty', AEGIS_SIGNUP: 'maybe', AEGIS_TYPO: '1' }, /PORT .*AEGIS_SIGNUP .*AEGIS_TYPO/)
  await oneSentence({ TRUST_PROXY: 'true', HOST: '0.0.0.0' }, /TRUST_PROXY .*PUBLIC_URL is required/)
  await oneSentence({ DATABASE_URL: 'mysql://secret-user:secret-word@x/y' }, /^(?!.*secret).*DATABASE_URL/)
  const foreign = join(await emptyFolder())
  await writeFile(join(foreign, 'thesis.doc'), 'mine')
  await oneSentence({ DATA_DIR: foreign, PORT: String(await freePort()) }, /already holds something else/)
  expect((await fetch(`http://localhost:${port}/readyz`)).status).toBe(200)
})

test('kill -9 of the app leaves no PostgreSQL behind, and the next start just works', async () => {
  const data = join(await emptyFolder(), 'd')
  const env = { DATA_DIR: data, PORT: String(await freePort()), LOG_LEVEL: 'warn' }
  const first = aegisrunner(['serve'], env)
  await first.printed(ready)
  const pid = Number((await readFile(join(data, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0])
  first.child.kill('SIGKILL')
  await first.ended
  await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false)
  const second = aegisrunner(['serve'], env)
  await second.printed(ready)
})

test('doctor and admin reset-password work beside a running server; the link sets a password, and reset-2fa lets in without a code', async () => {
  const [data, port] = [await emptyFolder(), await freePort()]
  const env = { DATA_DIR: join(data, 'd'), PORT: String(port), LOG_LEVEL: 'warn' }
  const server = aegisrunner(['serve'], env)
  await server.printed(ready)
  const send = (path: string, body: object, cookie = '') =>
    fetch(`http://localhost:${port}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: `http://localhost:${port}`, cookie },
      body: JSON.stringify(body),
    })
  const account = {
    fullName: 'Olga Operator',
    email: 'olga@example.com',
    password: 'plum-harbour-violet-42',
    timezone: 'UTC',
  }
  expect((await send('/auth/sign-ups', account)).status).toBe(202)
  const doctor = aegisrunner(['doctor'], env)
  expect((await doctor.ended).code).toBe(0)
  expect(doctor.output()).toMatch(/database/)
  const nobody = aegisrunner(['admin', 'reset-password', 'nobody@example.com'], env)
  expect((await nobody.ended).code).toBe(1)
  const admin = aegisrunner(['admin', 'reset-password', 'OLGA@example.com'], env)
  expect((await admin.ended).code).toBe(0)
  const token = /#([\w-]{43})/.exec(admin.output())?.[1]
  const password = 'copper-willow-station-7'
  expect((await send('/auth/recoveries/completion', { token, password })).status).toBe(200)
  const signedIn = await send('/auth/sessions', { email: account.email, password })
  expect(signedIn.status).toBe(200)

  const cookie = signedIn.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  const { id, secret } = await (await send('/account/two-factor/enrolments', {}, cookie)).json()
  const code = generateSync({ secret })
  const confirmed = await send(`/account/two-factor/enrolments/${id}/confirmation`, { code }, cookie)
  expect(confirmed.status).toBe(200)
  expect((await (await send('/auth/sessions', { email: account.email, password })).json()).state).toBe('second_factor')
  const reset = () => aegisrunner(['admin', 'reset-2fa', account.email], env)
  const off = reset()
  expect((await off.ended).code).toBe(0)
  expect(off.output()).toMatch(/Two-factor authentication is off for olga@example.com, and \d sessions? ended/)
  expect((await send('/account/two-factor/enrolments', {}, cookie)).status).toBe(401)
  expect((await (await send('/auth/sessions', { email: account.email, password })).json()).state).toBe('signed_in')
  const again = reset()
  expect((await again.ended).code).toBe(1)
  expect(again.output()).toContain('no two-factor authentication to switch off')
})

test('a worker on a taken or unreachable database says so in one sentence', async () => {
  const closed = createServer()
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
  const { port } = closed.address() as { port: number }
  await new Promise((resolve) => closed.close(resolve))
  const worker = aegisrunner(['worker'], {
    DATA_DIR: await emptyFolder(),
    DATABASE_URL: `postgres://u:hidden-word@127.0.0.1:${port}/x`,
  })
  expect((await worker.ended).code).toBe(1)
  expect(worker.output()).toMatch(/^The database cannot be used: .*\n$/)
  expect(worker.output()).not.toContain('hidden-word')
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
