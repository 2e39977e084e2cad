import type { Tx } from '#platform/db/db.ts'

/** Sets (or with null removes) a person's second address for notices. */
export async function setNotificationEmail(tx: Tx, userId: string, email: string | null): Promise<void> {
  await tx.query.updateTable('users').set({ notification_email: email }).where('id', '=', userId).execute()
}
