import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { StartupFault } from '#platform/fault.ts'
import { browserCache, findChromium as real } from '#tests/chromium.ts'
import { findChromium } from './find-chromium.ts'

// Each look starts a browser, on a machine that may be busy.
vi.setConfig({ testTimeout: 120_000 })

const there = await real()
const folder = await mkdtemp(join(tmpdir(), 'aegis-browsers-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A program of this name on the PATH. */
async function program(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, `#!/bin/sh\n${text}\n`)
  await chmod(path, 0o755)
  return path
}

test('AEGIS_BROWSER is taken and no other; of our environment a browser is told what it needs, and no secret', async () => {
  const environment = { PATH: '/usr/bin', LANG: 'C', AEGIS_MASTER_KEY: 'secret', DATABASE_URL: 'postgres://x' }
  const named = await findChromium({ named: '/opt/my/chrome', environment, unpackInto: [] })
  expect(named).toMatchObject({ executablePath: '/opt/my/chrome', env: { PATH: '/usr/bin', LANG: 'C' } })
  expect(Object.keys(named.env)).toEqual(['PATH', 'LANG'])
  expect(named.chromiumSandbox).toBe(process.getuid?.() !== 0)
})

test('else the system’s, the first that starts', async () => {
  await program('google-chrome', 'exit 1')
  const good = await program('chromium', `exec '${there.executablePath}' "$@"`)
  const found = await findChromium({ environment: { ...there.env, PATH: folder }, unpackInto: [] })
  expect(found.executablePath).toBe(good)
})

test.runIf(process.platform === 'linux')('else the one in the package, unpacked once', async () => {
  const looking = { environment: { ...process.env, PATH: '' }, unpackInto: [browserCache] }
  const [first, second] = [await findChromium(looking), await findChromium(looking)]
  expect(first.executablePath.startsWith(browserCache)).toBe(true)
  expect(second).toEqual(first)
})

test('none at all is said in words, with what can be done', async () => {
  const looking = findChromium({ environment: { PATH: '' }, unpackInto: [] })
  await expect(looking).rejects.toThrow(StartupFault)
  await expect(looking).rejects.toThrow(/Install one, or name it with AEGIS_BROWSER/)
})
