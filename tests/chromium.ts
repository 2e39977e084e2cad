import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Chromium, type Finder, findChromium as find, launching } from '#features/runs/browser/find-chromium.ts'
import { root } from '#platform/root.ts'

const run = promisify(execFile)

/** Where tests and the program under test unpack the packaged browser. */
export const browserCache = join(root, 'node_modules', '.cache')

/** A Chromium for tests: AEGIS_BROWSER, else what the program itself finds, else Debian's, installed as root. Throws when there is none. */
export async function findChromium(): Promise<Chromium> {
  const { TEST_BROWSER, AEGIS_BROWSER } = process.env
  if (TEST_BROWSER) return JSON.parse(TEST_BROWSER) // found by scripts/test.ts for all test files
  return find({ named: AEGIS_BROWSER, environment: process.env, unpackInto: [browserCache] }, [debianChromium])
}

const debianChromium: Finder = async (looking) => {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return []
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update'], { env })
  await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env, maxBuffer: 64 * 1024 * 1024 })
  return [launching(looking, '/usr/bin/chromium')]
}
