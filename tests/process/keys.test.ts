import { randomBytes } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { aegisrunner, builtProgram, emptyFolder, freePort } from './program.ts'

const enough = 180_000 // programs start five times
beforeAll(builtProgram, enough)

test(
  'keys rotate says how, then moves what is stored to the new master key beside the running server',
  async () => {
    const [old, next] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')]
    const port = String(await freePort())
    const env = { DATA_DIR: `${await emptyFolder()}/d`, PORT: port, LOG_LEVEL: 'warn', AEGIS_MASTER_KEY: old }
    const first = aegisrunner(['serve'], env)
    await first.printed('AegisRunner is ready')
    const signUp = await fetch(`http://localhost:${port}/api/v1/auth/sign-ups`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: `http://localhost:${port}` },
      body: JSON.stringify({
        fullName: 'Olga Operator',
        email: 'olga@example.com',
        password: 'plum-harbour-violet-42',
        timezone: 'UTC',
      }),
    })
    expect(signUp.status).toBe(202)
    const told = aegisrunner(['keys', 'rotate'], env)
    expect((await told.ended).code).toBe(1)
    expect(told.output()).toMatch(/^To change the master key without downtime:\n1\. /)
    first.child.kill('SIGTERM')
    await first.ended

    const both = { ...env, AEGIS_MASTER_KEY: next, AEGIS_MASTER_KEY_PREVIOUS: old }
    const second = aegisrunner(['serve'], both)
    await second.printed('AegisRunner is ready')
    const rotate = aegisrunner(['keys', 'rotate'], both)
    expect((await rotate.ended).code, rotate.output()).toBe(0)
    expect(rotate.output()).toMatch(/letters: [1-9]\d* sealed anew/)
    second.child.kill('SIGTERM')
    await second.ended

    const doctor = aegisrunner(['doctor'], { ...env, AEGIS_MASTER_KEY: next })
    await doctor.ended
    expect(doctor.output()).toMatch(/✓ .*: The master key seals and opens\./)
  },
  enough,
)
