import { runChecks } from '#platform/health/checks.ts'
import { start } from './running.ts'

const marks = { ok: '✓', warn: '!', fail: '✗' }

/** `aegisrunner doctor`: one line per check, and how to mend what is wrong. Exit code 1 when something fails. */
export async function doctor(): Promise<void> {
  const running = await start({ join: true })
  try {
    const checks = await runChecks(running.platform)
    for (const { name, state, says, mend } of checks) {
      process.stdout.write(`${marks[state]} ${name}: ${says}\n${mend ? `    → ${mend}\n` : ''}`)
    }
    if (checks.some((check) => check.state === 'fail')) process.exitCode = 1
  } finally {
    await running.stop()
  }
}
