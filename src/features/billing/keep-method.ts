import type { Tx } from '#platform/db/db.ts'
import { enqueue } from '#platform/jobs/job.ts'
import type { Platform } from '#platform/platform.ts'
import { forgetCard } from './forget-card.job.ts'
import type { Method } from './providers/provider.ts'
import { accountOf, saveAccount } from './queries.ts'

/** Keeps how a team pays from now on; null when it did already. The card before it is forgotten at the provider too. */
export async function keepMethod(
  tx: Tx,
  { config }: Platform,
  teamId: string,
  method: Method,
): Promise<{ from: string | null; to: string } | null> {
  const seen = await accountOf(tx, teamId)
  if (
    seen.method_provider === config.payments &&
    seen.method_ref === method.ref &&
    sameEnd(seen.method_expires_at, method)
  ) {
    return null
  }
  await saveAccount(tx, teamId, {
    ...{ method_provider: config.payments, method_ref: method.ref, method_label: method.label },
    ...{ method_expires_at: method.expiresAt, method_warned_for: null },
  })
  if (seen.method_provider && seen.method_ref && seen.method_ref !== method.ref) {
    await enqueue(tx, forgetCard, { provider: seen.method_provider, ref: seen.method_ref })
  }
  return { from: seen.method_label, to: method.label }
}

const sameEnd = (one: Date | null, { expiresAt }: Method): boolean => one?.getTime() === expiresAt?.getTime()
