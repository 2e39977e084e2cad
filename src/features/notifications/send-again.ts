import type { Tx } from '#platform/db/db.ts'
import { enqueue } from '#platform/jobs/job.ts'
import { mailAgain } from '#platform/mail/outbox.ts'
import { deliver } from './deliver.job.ts'
import { reviveDelivery } from './delivery.queries.ts'
import type { DeliveryRow } from './tables.ts'

/** Sends a message again that was given up; a letter that was handed over is the outbox's. False when it was not given up. */
export async function sendAgain(
  tx: Tx,
  row: Pick<DeliveryRow, 'team_id' | 'id' | 'state' | 'letter_id'>,
  now: Date,
): Promise<boolean> {
  if (row.letter_id && row.state === 'sent') return mailAgain(tx, row.letter_id)
  const revived = await reviveDelivery(tx, { teamId: row.team_id, id: row.id, states: ['failed'], now })
  if (revived) await enqueue(tx, deliver, { lane: revived.lane })
  return revived !== undefined
}
