import { constants } from 'node:fs'
import { access, mkdir, readdir, realpath, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { StartupFault } from '#platform/fault.ts'

const marker = '.aegisrunner-data'

// A volume's own folder and what file managers and git leave behind: no sign of somebody else's data.
const harmless = new Set([marker, 'lost+found', '.DS_Store', '.gitkeep', '.gitignore'])

/**
 * Makes the data folder (mode 0700) or recognises it as ours by the mark an earlier start left, and returns its real
 * path. To be called before anything is written there. Throws StartupFault for a folder that holds other things, is no
 * folder or cannot be written.
 */
export async function claimDataFolder(dataDir: string): Promise<string> {
  const folder = resolve(dataDir)
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const found = await readdir(folder)
    const foreign = found.find((name) => !harmless.has(name))
    if (foreign !== undefined && !found.includes(marker)) {
      throw new StartupFault(
        `The data folder ${folder} already holds something else (${foreign}): choose an empty or new folder.`,
      )
    }
    await access(folder, constants.W_OK | constants.X_OK)
    if (!found.includes(marker)) {
      await writeFile(join(folder, marker), 'The data of an AegisRunner installation. Do not delete this file.\n')
    }
    return await realpath(folder)
  } catch (error) {
    throw folderFault(error, folder)
  }
}

/** Turns a file system error met below `folder` into a StartupFault that says what to do; passes other errors on. */
export function folderFault(error: unknown, folder: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (error instanceof StartupFault || typeof code !== 'string') return error
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new StartupFault(
        `The data folder ${folder} cannot be written: give the user that runs AegisRunner the right to read and ` +
          'write it, or choose another folder.',
      )
    case 'EEXIST':
    case 'ENOTDIR':
      return new StartupFault(`The data folder ${folder} is not a folder: choose another one.`)
    case 'ENOSPC':
    case 'EDQUOT':
      return new StartupFault(`There is no space left for the data folder ${folder}.`)
    default:
      return new StartupFault(`The data folder ${folder} cannot be used (${code}).`)
  }
}
