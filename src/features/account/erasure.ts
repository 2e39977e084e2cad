import type { Departure } from '#access/departure.ts'
import { lockTeamRow } from '#access/leaving.queries.ts'
import { appendAudit } from '#platform/audit.ts'
import type { Tx } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import { type DeletionRow, deletionOf, lockDeletion, markErased, markStep } from './deletion.queries.ts'
import { mailReceipt } from './mail-receipt.ts'
import { lockPerson, type UserRow } from './queries.ts'

interface Step {
  name: string
  take(tx: Tx): Promise<void>
}

/**
 * Everything that goes, in order: each team that has nobody else, then each slice's own step, the account's last. Every step is a transaction
 * of its own that also notes that it is done, so after a crash the next run goes on where this one stopped; steps of two runs at once wait for
 * each other and find the work done.
 */
export async function eraseEverything(
  platform: Platform,
  departures: readonly Departure[],
  userId: string,
  now: Date,
): Promise<void> {
  const deletion = await deletionOf(platform.db, userId)
  if (!deletion?.begun_at || deletion.erased_at) return
  const steps = [
    ...deletion.teams.map((teamId) => teamStep(platform, departures, teamId, now)),
    ...departures.flatMap((departure) => sliceStep(platform, departure, userId, now)),
  ]
  for (const [place, step] of steps.entries()) {
    const last = place === steps.length - 1
    await platform.db.transaction((tx) => takeStep(tx, platform, { step, last, userId, now }))
  }
}

const teamStep = (platform: Platform, departures: readonly Departure[], teamId: string, now: Date): Step => ({
  name: `team ${teamId}`,
  async take(tx) {
    if (!(await lockTeamRow(tx, teamId))) return
    for (const { endTeam } of departures) await endTeam?.(tx, platform, teamId, now)
  },
})

const sliceStep = (platform: Platform, { slice, erase }: Departure, userId: string, now: Date): Step[] =>
  erase ? [{ name: slice, take: (tx) => erase(tx, platform, userId, now) }] : []

async function takeStep(
  tx: Tx,
  platform: Platform,
  { step, last, userId, now }: { step: Step; last: boolean; userId: string; now: Date },
): Promise<void> {
  // The person first, as everywhere.
  const person = await lockPerson(tx, userId)
  const deletion = await lockDeletion(tx, userId)
  if (!deletion || deletion.erased_at || deletion.steps.includes(step.name)) return
  await step.take(tx)
  await markStep(tx, userId, step.name)
  if (last) await finish(tx, platform, { person, deletion, now })
}

/** Nothing is left: says so in the installation's log, and in a signed letter to the mailboxes that are forgotten with this transaction. */
async function finish(
  tx: Tx,
  platform: Platform,
  { person, deletion, now }: { person: UserRow | undefined; deletion: DeletionRow; now: Date },
): Promise<void> {
  await markErased(tx, deletion.user_id, now)
  const details = { target: { kind: 'user', id: deletion.user_id }, steps: deletion.steps.length + 1 }
  const subject = { actor: { kind: 'system' as const, id: null }, logs: ['install'] }
  await appendAudit(tx, { action: 'account.erased', subject, client: null, now, details })
  if (person) await mailReceipt(tx, platform, person, deletion, now)
}
