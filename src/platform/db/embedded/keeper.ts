import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { ServerUser } from './server-user.ts'

/** A program whose life hangs on this process. */
export type Kept = {
  /** The program's own process id. Rejects when it could not be started. */
  pid: Promise<number>
  /** Interrupts the program (a server shuts down fast); the death of this process, however it comes, does the same. */
  release(): void
  /** The exit code, once the program and all that it started have gone; null when a signal ended its keeper. */
  ended: Promise<number | null>
}

/** What to run. `cwd` is entered before the rights are dropped, so `user` needs no right to the folders above it. */
export type Program = {
  path: string
  args: string[]
  cwd: string
  user: ServerUser | undefined
  env?: Record<string, string>
}

// The pipe moves to descriptor 3 because a shell gives its background jobs /dev/null as input. The interrupt is
// repeated: one that arrives before the program has set its handlers is lost, for the shell starts background jobs with
// interrupts ignored. What a terminal or a service manager sends to all, and the loss of the reader of its output, must
// not end the keeper before the program.
const shell = `
trap '' HUP INT TERM PIPE
exec 3<&0 </dev/null
"$@" 1>&2 3<&- &
program=$!
(read -r nothing <&3; while kill -INT "$program"; do sleep 1; done) >/dev/null 2>&1 &
watcher=$!
echo "$program"
wait "$program"
code=$?
kill -KILL "$watcher"
exit "$code"
`

// Windows has no sh; PostgreSQL's own pg_ctl is what can interrupt a server there.
const node = `
const { spawn, spawnSync } = require('node:child_process')
const [control, path, ...args] = process.argv.slice(1)
const program = spawn(path, args, { stdio: ['ignore', 2, 2], windowsHide: true })
process.stdout.write(program.pid + '\\n')
process.stdin.on('error', () => {}).on('close', () => {
  if (spawnSync(control, ['kill', 'INT', String(program.pid)], { windowsHide: true }).status !== 0) program.kill()
}).resume()
program.on('exit', (code) => process.exit(code ?? 1))
`

/**
 * Starts a program under a keeper: a small process that holds the end of a pipe whose other end only this process has,
 * and interrupts the program when the pipe closes. `onLine` gets every line the program writes.
 */
export function keep(program: Program, onLine: (line: string) => void, way = process.platform): Kept {
  const { path, args, cwd, user, env } = program
  const control = join(dirname(path), way === process.platform && way === 'win32' ? 'pg_ctl.exe' : 'pg_ctl')
  const [command, script] =
    way === 'win32' ? [process.execPath, ['-e', node, control]] : ['/bin/sh', ['-c', shell, 'keeper']]
  const child = spawn(command, [...script, path, ...args], {
    cwd,
    // Its own session: Ctrl-C in a terminal reaches the app alone, which finishes its work before the server goes.
    detached: true,
    windowsHide: true,
    stdio: 'pipe',
    // The app's environment holds its secrets; nothing of it goes to another user's process. Windows needs its own.
    env: process.platform === 'win32' ? undefined : { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', ...env },
    ...user,
  })
  child.stdin.on('error', () => undefined)
  createInterface({ input: child.stderr }).on('line', onLine)
  const pid = new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(Number(line)))
    child.once('error', reject)
    child.once('close', () => reject(new Error('The keeper ended before its program began.')))
  })
  pid.catch(() => undefined)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { pid, ended, release: () => child.stdin.end() }
}
