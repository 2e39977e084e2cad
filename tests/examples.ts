import { accountExamples } from './examples/account.ts'
import { keyExamples } from './examples/api-keys.ts'
import { auditExamples } from './examples/audit.ts'
import { authExamples } from './examples/auth.ts'
import { billingExamples } from './examples/billing.ts'
import type { Example, RouteName } from './examples/example.ts'
import { leavingExamples } from './examples/leaving.ts'
import { notificationExamples } from './examples/notifications.ts'
import { operateExamples } from './examples/operate.ts'
import { passkeyExamples } from './examples/passkeys.ts'
import { projectExamples } from './examples/projects.ts'
import { runExamples } from './examples/runs.ts'
import { teamExamples } from './examples/team.ts'
import { twoFactorExamples } from './examples/two-factor.ts'
import { usageExamples } from './examples/usage.ts'

/** One valid request per route: a route without one does not compile. */
export const examples: Record<RouteName, Example> = {
  ...authExamples,
  ...accountExamples,
  ...leavingExamples,
  ...twoFactorExamples,
  ...passkeyExamples,
  ...teamExamples,
  ...keyExamples,
  ...usageExamples,
  ...projectExamples,
  ...auditExamples,
  ...runExamples,
  ...billingExamples,
  ...notificationExamples,
  ...operateExamples,
}
