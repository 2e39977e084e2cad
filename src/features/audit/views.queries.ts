import type { Reader, Tx } from '#platform/db/db.ts'

interface AuditViewsTable {
  team_id: string
  id: string
  name: string
  filters: string
  created_by: string
  created_at: Date
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    audit_views: AuditViewsTable
  }
}

/** The saved views of a team, by name. */
export const keptViews = (on: Reader, teamId: string) =>
  on.query
    .selectFrom('audit_views')
    .select(['id', 'name', 'filters'])
    .where('team_id', '=', teamId)
    .orderBy('name')
    .execute()

/** Saves a view; false when the team has one of this name. */
export async function insertView(tx: Tx, view: AuditViewsTable): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx.query
    .insertInto('audit_views')
    .values(view)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** Deletes a view and answers its name. */
export async function deleteView(tx: Tx, teamId: string, id: string): Promise<string | undefined> {
  const row = await tx.query
    .deleteFrom('audit_views')
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .returning('name')
    .executeTakeFirst()
  return row?.name
}

/** Forgets who kept a view; it is the team's. */
export async function forgetViewMaker(tx: Tx, userId: string): Promise<void> {
  await tx.query.updateTable('audit_views').set({ created_by: '' }).where('created_by', '=', userId).execute()
}
