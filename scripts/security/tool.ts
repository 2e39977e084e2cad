import { spawn } from 'node:child_process'

/** What a program printed, and whether it was stopped because its time was over. */
export interface Ran {
  output: string
  outOfTime: boolean
}

/** Runs a program to its end, or for so many seconds. Throws when it is not installed. */
export function runTool(
  command: string,
  args: string[],
  { seconds, input }: { seconds: number; input?: string },
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] })
    let output = ''
    let outOfTime = false
    const timer = setTimeout(() => {
      outOfTime = true
      child.kill('SIGKILL')
    }, seconds * 1000)
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.once('error', (error) => reject(new Error(`${command} cannot be run: ${error.message}`)))
    child.once('close', () => {
      clearTimeout(timer)
      resolve({ output, outOfTime })
    })
    child.stdin.end(input ?? '')
  })
}

/** The first version number a program tells of itself. */
export async function versionOf(command: string, flag: string): Promise<string> {
  const { output } = await runTool(command, [flag], { seconds: 30 })
  return /\d+(?:\.\d+)+/.exec(output)?.[0] ?? 'unknown'
}

/** One line of the report: what was attacked, how it ended, and whether that is a finding. */
export interface Row {
  what: string
  result: string
  finding: boolean
}
