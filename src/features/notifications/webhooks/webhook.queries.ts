import type { Reader, Tx } from '#platform/db/db.ts'
import type { WebhookRow } from '../tables.ts'

/** The programs a team tells, oldest first. */
export async function webhooksOf(on: Reader, teamId: string): Promise<WebhookRow[]> {
  return on.query.selectFrom('outgoing_webhooks').selectAll().where('team_id', '=', teamId).orderBy('id').execute()
}

/** One of them. */
export async function webhookOf(on: Reader, teamId: string, id: string): Promise<WebhookRow | undefined> {
  return on.query
    .selectFrom('outgoing_webhooks')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** Adds one. */
export async function insertWebhook(tx: Tx, row: WebhookRow): Promise<void> {
  await tx.query.insertInto('outgoing_webhooks').values(row).execute()
}

/** Changes one; undefined when it is gone. */
export async function updateWebhook(
  tx: Tx,
  { team_id, id }: Pick<WebhookRow, 'team_id' | 'id'>,
  change: Partial<WebhookRow>,
): Promise<WebhookRow | undefined> {
  return tx.query
    .updateTable('outgoing_webhooks')
    .set(change)
    .where('team_id', '=', team_id)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}

/** Removes one; undefined when it is gone already. */
export async function deleteWebhook(tx: Tx, teamId: string, id: string): Promise<WebhookRow | undefined> {
  return tx.query
    .deleteFrom('outgoing_webhooks')
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
}
