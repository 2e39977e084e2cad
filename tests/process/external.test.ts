import { beforeAll, expect, test } from 'vitest'
import { goodPassword } from '#tests/harness.ts'
import { externalDatabase } from './database.ts'
import { aegisrunner, builtProgram, emptyFolder, freePort } from './program.ts'

beforeAll(builtProgram)

async function node(shared: Record<string, string>, args = ['serve']) {
  const port = await freePort()
  const env = { DATA_DIR: await emptyFolder(), PORT: String(port), LOG_LEVEL: 'warn', ...shared }
  return { port, env, program: aegisrunner(args, env) }
}

const send = (port: number, publicUrl: string, method: string, path: string, body?: object, cookie?: string) =>
  fetch(`http://localhost:${port}/api/v1${path}`, {
    method,
    headers: { origin: publicUrl, ...(body && { 'content-type': 'application/json' }), ...(cookie && { cookie }) },
    ...(body && { body: JSON.stringify(body) }),
  })

test('two nodes start at once on one external database, share sessions, and doctor finds the role modest', async () => {
  const publicUrl = 'http://localhost:3999'
  const shared = {
    DATABASE_URL: await externalDatabase(),
    AEGIS_MASTER_KEY: Buffer.alloc(32, 5).toString('base64'),
    PUBLIC_URL: publicUrl,
  }
  const nodes = await Promise.all([node(shared, ['serve', '--no-worker']), node(shared)])
  await Promise.all(nodes.map(({ program }) => program.printed('AegisRunner is ready')))
  const [one, two] = nodes.map(({ port }) => port) as [number, number]
  const account = { fullName: 'Olga', email: 'olga@example.com', password: goodPassword, timezone: 'UTC' }
  const signedUp = await send(one, publicUrl, 'POST', '/auth/sign-ups', account)
  const cookie = signedUp.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  expect((await send(two, publicUrl, 'GET', '/account', undefined, cookie)).status).toBe(200)
  expect((await send(one, publicUrl, 'DELETE', '/auth/sessions/current', undefined, cookie)).status).toBe(204)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect((await send(two, publicUrl, 'GET', '/account', undefined, cookie)).status).toBe(401)
  const doctor = aegisrunner(['doctor'], nodes[0]?.env ?? {})
  await doctor.ended
  expect(doctor.output()).toMatch(/✓ database/)
})

test('SIGTERM in the middle: every request under way is answered, then the process ends with 0', async () => {
  const { port, program } = await node({ DATABASE_URL: await externalDatabase() })
  await program.printed('AegisRunner is ready')
  const publicUrl = `http://localhost:${port}`
  const credentials = { email: 'nobody@example.com', password: goodPassword }
  const asked = Array.from({ length: 9 }, () => send(port, publicUrl, 'POST', '/auth/sessions', credentials))
  await expect.poll(async () => (await send(port, publicUrl, 'GET', '/auth/welcome')).status).toBe(200)
  program.child.kill('SIGTERM')
  const answers = await Promise.all(asked)
  expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 401))
  expect(await program.ended).toEqual({ code: 0, signal: null })
})
