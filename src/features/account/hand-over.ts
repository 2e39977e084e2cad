import { subjectOf } from '#access/subjects.ts'
import { appendAudit } from '#platform/audit.ts'
import { canonicalEmail } from '#platform/email-address.ts'
import type { Platform } from '#platform/platform.ts'
import { moveOperator } from './deletion.queries.ts'
import { userByEmail } from './queries.ts'

/** Makes a person the operator in place of whoever was, at the machine; false when nobody has this address. It stands in both people's logs. */
export async function handOver(platform: Platform, email: string, now: Date): Promise<boolean> {
  const address = canonicalEmail(email, { allowLocalhost: true })
  const user = address.ok ? await userByEmail(platform.db, address.canonical) : undefined
  if (!user) return false
  await platform.db.transaction(async (tx) => {
    const before = await moveOperator(tx, user.id)
    const { logs } = await subjectOf(tx, user.id)
    const subject = { actor: { kind: 'operator' as const, id: null }, logs: before ? [...logs, before] : logs }
    const details = { target: { kind: 'user', id: user.id }, by: 'command line' }
    await appendAudit(tx, { action: 'account.operator_handed_over', subject, client: null, now, details })
  })
  return true
}
