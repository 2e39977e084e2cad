import { issueRecoveryLink } from '#features/auth/public.ts'
import { StartupFault } from '#platform/fault.ts'
import { start } from './running.ts'

/** `aegisrunner admin reset-password <e-mail>`: prints a one-time link; the person chooses the password. */
export async function admin([what, email]: string[]): Promise<void> {
  if (what !== 'reset-password' || !email) throw new StartupFault('Usage: aegisrunner admin reset-password <e-mail>')
  const running = await start({ join: true })
  try {
    const link = await issueRecoveryLink(running.platform, email, running.platform.clock.now())
    if (!link) throw new StartupFault('Nobody has an account with this address.')
    process.stdout.write(`Hand this link over; it works once and for 30 minutes:\n${link}\n`)
  } finally {
    await running.stop()
  }
}
