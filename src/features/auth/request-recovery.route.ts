import { anyone } from '#access/guard.ts'
import { hours } from '#platform/clock.ts'
import { canonicalEmail } from '#platform/email-address.ts'
import { countAttempt } from '#platform/http/limits.ts'
import { route } from '#platform/http/route.ts'
import { enqueue } from '#platform/jobs/job.ts'
import { CheckMailbox, Recover, signUpRefusals } from './contract.ts'
import { recoverAccount } from './recovery.job.ts'

/** Letters one address is sent in an hour, however often somebody asks. */
const lettersPerHour = 3

/**
 * “Forgot password”: the stored address gets a link, if there is an account. Neither the answer nor its time tells (V127, V129): whoever the
 * address belongs to is looked up by a job, later.
 */
export const requestRecovery = route({
  method: 'POST',
  path: '/auth/recoveries',
  summary: 'Ask for a link to choose a new password',
  access: anyone('people who cannot sign in start here'),
  limit: { per: 'network', max: 20, every: hours(1) },
  input: Recover,
  output: CheckMailbox,
  status: 202,
  refusals: { email_invalid: signUpRefusals.email_invalid },
  audit: { none: 'the job that looks the address up writes auth.recovery_requested' },

  async handle({ input, db, now, platform, client, refuse }) {
    const address = canonicalEmail(input.email, { allowLocalhost: platform.config.loopback })
    if (!address.ok) return refuse('email_invalid', 'email')
    const asked = await countAttempt(db, `recovery ${platform.keyedHash(address.canonical)}`, hours(1), now)
    if (asked.count <= lettersPerHour) {
      const { ip, userAgent, requestId } = client
      await db.transaction((tx) =>
        enqueue(tx, recoverAccount, { address: address.canonical, ip, userAgent: userAgent.slice(0, 500), requestId }),
      )
    }
    return { state: 'check_mailbox' as const }
  },
})
