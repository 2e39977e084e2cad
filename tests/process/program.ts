import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { root } from '#platform/root.ts'

/** The program as an operator runs it: a process of its own, on a data folder and port of its own. */
export interface Program {
  child: ChildProcess
  output(): string
  /** Resolves when this text was printed; rejects when the process ends first. */
  printed(text: string): Promise<void>
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

/** A free port on loopback. */
export async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/** An empty folder that goes with the test. */
export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'aegis-process-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Waits until the built program is as new as its sources, so that no test meets a build under way. */
export async function builtProgram(): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'bin', 'aegisrunner.js'), 'help'], { stdio: 'ignore' })
  await new Promise((resolve) => child.once('exit', resolve))
}

/**
 * Runs `aegisrunner <args>` with these environment variables and no others of ours; ended with the test. `before` are words of a shell, such as
 * a limit that holds for the program and everything it starts.
 */
export function aegisrunner(args: string[], env: Record<string, string>, before?: string): Program {
  const whole = [process.execPath, join(root, 'bin', 'aegisrunner.js'), ...args]
  const [command = '', ...rest] = before ? ['sh', '-c', `${before}; exec "$0" "$@"`, ...whole] : whole
  const child = spawn(command, rest, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  const waiting = new Set<() => void>()
  const hear = (chunk: Buffer) => {
    text += chunk
    for (const check of waiting) check()
  }
  child.stdout?.on('data', hear)
  child.stderr?.on('data', hear)
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('exit', (code, signal) => resolve({ code, signal })),
  )
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await ended
  })
  return {
    child,
    output: () => text,
    ended,
    printed: (wanted) =>
      new Promise((resolve, reject) => {
        const check = () => {
          if (!text.includes(wanted)) return
          waiting.delete(check)
          resolve()
        }
        waiting.add(check)
        check()
        void ended.then(() => reject(new Error(`ended before “${wanted}”:\n${text}`)))
      }),
  }
}
