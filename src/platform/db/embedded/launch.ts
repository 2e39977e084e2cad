import { setTimeout as sleep } from 'node:timers/promises'
import { StartupFault } from '#platform/fault.ts'
import { folderArgument } from './cluster.ts'
import { keep } from './keeper.ts'
import { type LogLine, readLine, readyLine } from './server-log.ts'
import { cannotStart, type ServerUser } from './server-user.ts'

/** One start of the server. `stalePid`: a process id in the old lock file that is known to be no server of ours. */
export type Launch = {
  postgres: string
  cluster: string
  user: ServerUser | undefined
  args: string[]
  stalePid: number | undefined
  log: (line: LogLine) => void
}

/** A fast shutdown that takes longer becomes an immediate one; the next start then recovers from the log. */
const patience = 30_000

/** Starts the server and resolves when it takes connections. Throws StartupFault with PostgreSQL's own reason. */
export async function launch({ postgres, cluster, user, args, stalePid, log }: Launch) {
  const folder = folderArgument(cluster, user)
  let ready = () => {}
  let reason: string | undefined
  let last = 'it gave no reason'
  const isReady = new Promise<void>((resolve) => {
    ready = resolve
  })
  const kept = keep(
    {
      path: postgres,
      args: ['-D', folder, ...args],
      cwd: cluster,
      user,
      // PostgreSQL disbelieves a lock file that names its own grandparent (pg_ctl sets this), but still checks whether
      // the old server's memory is in use: a safe word for "that process is not a server", which a file removal is not.
      env: { LC_ALL: 'C', ...(stalePid === undefined ? {} : { PG_GRANDPARENT_PID: String(stalePid) }) },
    },
    (line) => {
      const { fatal, level, msg } = readLine(line.replaceAll(folder, cluster))
      reason = fatal ?? reason ?? (level === 'error' ? msg : undefined)
      last = msg
      log({ level, msg })
      if (msg === readyLine) ready()
    },
  )
  const pid = await kept.pid.catch(() => {
    throw cannotStart(user)
  })
  const exited = kept.ended.then(() => undefined)
  await Promise.race([
    isReady,
    kept.ended.then(() => {
      throw new StartupFault(`PostgreSQL did not start: ${(reason ?? last).replace(/\.$/, '')}.`)
    }),
  ])
  return { pid, exited, stop: () => stop(kept.release, exited, pid) }
}

async function stop(release: () => void, exited: Promise<void>, pid: number): Promise<void> {
  const done = new AbortController()
  release()
  const late = sleep(patience, undefined, { signal: done.signal }).then(() => process.kill(pid, 'SIGQUIT'))
  late.catch(() => undefined)
  await exited
  done.abort()
}
