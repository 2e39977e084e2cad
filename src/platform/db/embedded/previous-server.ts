import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { StartupFault } from '#platform/fault.ts'
import { socketIn } from './address.ts'

// A killed app's server is told to stop within milliseconds; one that still serves after this has a living app.
const graceOfServing = 2_000
// What a checkpoint on a slow disk may take.
const graceOfStopping = 60_000
const step = 20

/**
 * Waits until a previous server of this cluster has ended, and returns the process id its lock file still names, if any:
 * that process is dead, dead but not yet reaped, or by now somebody else's. Throws StartupFault for a server that lives.
 */
export async function previousServerEnded(cluster: string): Promise<number | undefined> {
  for (let waited = 0; ; waited += step) {
    const lock = await readLock(cluster)
    if (lock === undefined) return undefined
    if (!(await serves(lock.pid, cluster))) {
      if (await answers(socketIn(cluster))) {
        throw new StartupFault(
          `The database in ${cluster} is in use from another container: stop AegisRunner there or choose another data folder.`,
        )
      }
      return lock.pid
    }
    if (!lock.stopping && waited >= graceOfServing) throw alreadyRunning(cluster, lock.pid)
    if (waited >= graceOfStopping) {
      throw new StartupFault(
        `The previous server of ${cluster} (pid ${lock.pid}) has not ended within a minute: try again later.`,
      )
    }
    await sleep(step)
  }
}

function alreadyRunning(cluster: string, pid: number): StartupFault {
  return new StartupFault(
    `AegisRunner is already running (pid ${pid} serves the database in ${cluster}): stop it first or choose another ` +
      'data folder.',
  )
}

/** PostgreSQL's own lock file: the process id in the first line, the state in the eighth. */
async function readLock(cluster: string): Promise<{ pid: number; stopping: boolean } | undefined> {
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
  const pid = Number(lines[0])
  return Number.isInteger(pid) && pid > 0 ? { pid, stopping: lines[7]?.trim() === 'stopping' } : undefined
}

/** Whether that process is a living server of this cluster: process ids are used again, above all in containers. */
async function serves(pid: number, cluster: string): Promise<boolean> {
  if (existsSync('/proc/self/cwd')) {
    // A server works in its cluster's folder. The dead have no folder, and another user's process shows none.
    const [works, folder] = await Promise.all([stat(`/proc/${pid}/cwd`).catch(() => undefined), stat(cluster)])
    return works?.dev === folder.dev && works.ino === folder.ino
  }
  if (process.platform === 'win32') return alive(pid)
  const { stdout } = await promisify(execFile)('ps', ['-o', 'stat=,comm=', '-p', String(pid)]).catch(() => ({
    stdout: '',
  }))
  return /^[^Z]\S*\s.*postgres$/.test(stdout.trim())
}

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Whether a server listens there. One in another container shares the folder and its socket but not our process ids. */
export function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const line = connect(socket, () => resolve(true))
    line.once('error', () => resolve(false)).once('connect', () => line.destroy())
  })
}
