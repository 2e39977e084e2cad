import { sql } from 'kysely'
import type { Reader } from '#platform/db/db.ts'
import type { DeliveryRow } from './tables.ts'

/** A message to a person, or to their team's channel in their place. */
export async function personalDelivery(
  on: Reader,
  teamId: string,
  userId: string,
  id: string,
): Promise<DeliveryRow | undefined> {
  return on.query
    .selectFrom('notification_deliveries')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where(sql<boolean>`(user_id = ${userId} OR ${userId} = ANY (for_users))`)
    .executeTakeFirst()
}

/** A message to a program. */
export async function webhookDelivery(
  on: Reader,
  teamId: string,
  webhookId: string,
  id: string,
): Promise<DeliveryRow | undefined> {
  return on.query
    .selectFrom('notification_deliveries')
    .selectAll()
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('lane', '=', `webhook:${webhookId}`)
    .executeTakeFirst()
}

/** A message of anybody's, for the operator. */
export async function anyDelivery(on: Reader, id: string): Promise<DeliveryRow | undefined> {
  return on.query.selectFrom('notification_deliveries').selectAll().where('id', '=', id).executeTakeFirst()
}
