import { chmod, cp, lstat, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Copies the programs (60 MB) to `target` so that every user can run them, and returns it; an earlier copy is used again.
 * Returns undefined when that place cannot be written or holds something somebody else could have put or changed there.
 */
export async function copyPrograms(native: string, target: string): Promise<string | undefined> {
  const fresh = `${target}.new-${process.pid}`
  try {
    if (await trusted(target)) return join(target, 'native')
    await rm(fresh, { recursive: true, force: true })
    // The mode keeps others out until the copy is whole; a parent that all can write to is sticky.
    await mkdir(fresh, { mode: 0o700 })
    const unneeded = (path: string) => path.endsWith('.a') || path.endsWith('pkgconfig')
    await cp(native, join(fresh, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !unneeded(path),
    })
    await openToAll(fresh)
    await rename(fresh, target)
  } catch {
    await rm(fresh, { recursive: true, force: true }).catch(() => undefined)
  }
  return (await trusted(target)) ? join(target, 'native') : undefined
}

async function trusted(target: string): Promise<boolean> {
  const seen = await lstat(target).catch(() => undefined)
  return seen?.isDirectory() === true && seen.uid === process.geteuid?.() && (seen.mode & 0o022) === 0
}

/** The originals may come from an `npm ci` under a strict umask. */
async function openToAll(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isSymbolicLink()) await chmod(path, entry.isDirectory() || isProgram(entry.parentPath) ? 0o755 : 0o644)
  }
  await chmod(folder, 0o755)
}

const isProgram = (parent: string) => parent.endsWith('bin')
