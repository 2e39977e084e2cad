import { operator } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { runChecks } from '#platform/health/checks.ts'
import { route } from '#platform/http/route.ts'
import { HealthView } from './contract.ts'

/** How the installation is. Connects to the mail server, so it is limited. */
export const showHealth = route({
  method: 'GET',
  path: '/operate/health',
  summary: 'Check the installation',
  access: operator(),
  limit: { per: 'user', max: 30, every: minutes(1) },
  output: HealthView,

  handle: async ({ platform }) => ({ checks: await runChecks(platform) }),
})
