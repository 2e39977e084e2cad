import { handOver } from '#features/account/public.ts'
import { endSessionsOf, endSessionsOfAll, resetSecondFactor, startRecovery } from '#features/auth/public.ts'
import { StartupFault } from '#platform/fault.ts'
import { type Running, start } from './running.ts'

type Act = (running: Running, email: string) => Promise<string>

const acts: Record<string, Act> = {
  'reset-password': resetPassword,
  'reset-2fa': resetTwoFactor,
  'end-sessions': endSessions,
  'hand-over': handInstallationOver,
}

/** `aegisrunner admin <act> <e-mail>`: what an operator does for one person, at the machine. */
export async function admin([what = '', email]: string[]): Promise<void> {
  const act = Object.hasOwn(acts, what) ? acts[what] : undefined
  if (!act || !email)
    throw new StartupFault(
      `Usage: aegisrunner admin ${Object.keys(acts).join('|')} <e-mail>, or admin end-sessions --all`,
    )
  const running = await start({ join: true })
  try {
    process.stdout.write(`${await act(running, email)}\n`)
  } finally {
    await running.stop()
  }
}

const nobody = 'Nobody has an account with this address.'

async function resetPassword({ platform }: Running, email: string): Promise<string> {
  const started = await startRecovery(platform, email, platform.clock.now())
  if (started.state === 'nobody') throw new StartupFault(nobody)
  if (started.state === 'mailed')
    return `A link to choose a new password goes to ${email}; it works once and for 30 minutes.`
  return `There is no mail server. Hand this link over; it works once and for 30 minutes:\n${started.link}`
}

async function resetTwoFactor({ platform }: Running, email: string): Promise<string> {
  const done = await resetSecondFactor(platform, email, platform.clock.now())
  if (done.state === 'nobody') throw new StartupFault(nobody)
  if (done.state === 'off') throw new StartupFault('This person has no two-factor authentication to switch off.')
  const sessions = done.sessionsEnded === 1 ? '1 session' : `${done.sessionsEnded} sessions`
  return `Two-factor authentication is off for ${email}, and ${sessions} ended. The person is told by mail; their password is still needed.`
}

async function handInstallationOver({ platform }: Running, email: string): Promise<string> {
  if (!(await handOver(platform, email, platform.clock.now()))) throw new StartupFault(nobody)
  return `${email} runs this installation from now on; whoever did before is an ordinary person.`
}

async function endSessions({ platform }: Running, whose: string): Promise<string> {
  if (whose === '--all') {
    const { people, sessions } = await endSessionsOfAll(platform, platform.clock.now())
    return `Ended ${sessions === 1 ? '1 session' : `${sessions} sessions`} of ${people === 1 ? '1 person' : `${people} people`}.`
  }
  const ended = await endSessionsOf(platform, whose, platform.clock.now())
  if (ended === null) throw new StartupFault(nobody)
  return `Ended ${ended === 1 ? '1 session' : `${ended} sessions`} of ${whose}. The person is told by mail.`
}
