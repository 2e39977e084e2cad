import { statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Platform } from '../platform.ts'
import { type Finding, fail, ok, warn } from './check.ts'

const little = 1024 ** 3
const hardlyAny = 100 * 1024 ** 2

/** There is room where the data lies. */
export async function checkDisk({ config }: Platform): Promise<Finding> {
  const folder = resolve(config.DATA_DIR)
  const free = await freeBytes(folder)
  const says = `${(free / 1024 ** 3).toFixed(1)} GiB are free for ${folder}.`
  const mend = 'Make room, or move DATA_DIR to a larger disk.'
  if (free < hardlyAny) return fail(says, mend)
  return free < little ? warn(says, mend) : ok(says)
}

// With an external database and a given master key the folder may not exist yet; it would be made on its parent's disk.
async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(folder) === folder) throw error
    return freeBytes(dirname(folder))
  }
}
