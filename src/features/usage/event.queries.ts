import { sql } from 'kysely'
import type { Db, Reader, Tx } from '#platform/db/db.ts'
import type { Told } from './judge-events.ts'

// Ids that others choose can never be those of our own runs and crawls.
const storedId = (id: string): string => `told:${id}`

/** Which of these told ids were counted before. */
export async function knownEvents(on: Reader, teamId: string, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ event_id: string }>`
    SELECT event_id FROM usage_events WHERE team_id = ${teamId} AND event_id = ANY(${ids.map(storedId)}::text[])`.execute(
    on.query,
  )
  return new Set(rows.map(({ event_id }) => event_id.slice(storedId('').length)))
}

/** Counts told uses whose fit was decided while their counters were locked, in one statement. */
export async function countTold(
  tx: Tx,
  { teamId, periodStart, keyId }: { teamId: string; periodStart: Date; keyId: string | null },
  told: readonly Told[],
): Promise<void> {
  await sql`
    WITH told AS (
      SELECT * FROM unnest(${told.map(({ id }) => storedId(id))}::text[], ${told.map(({ meter }) => meter)}::text[],
        ${told.map(({ amount }) => amount)}::int[], ${told.map(({ at }) => at)}::timestamptz[],
        ${told.map(({ projectId }) => projectId)}::text[]) AS t (event_id, meter, amount, at, project_id)
    ), seen AS (
      INSERT INTO usage_events (team_id, event_id, meter, amount, at, project_id, key_id)
      SELECT ${teamId}, event_id, meter, amount, at, project_id, ${keyId} FROM told
    ), by_day AS (
      INSERT INTO usage_unsummed (team_id, meter, period_start, day, project_id, key_id, used)
      SELECT ${teamId}, meter, ${periodStart}::timestamptz, (at AT TIME ZONE 'UTC')::date, coalesce(project_id, ''),
        ${keyId ?? ''}, sum(amount)
      FROM told GROUP BY 2, 4, 5
    )
    UPDATE usage_counters c SET used = c.used + t.used
    FROM (SELECT meter, sum(amount) AS used FROM told GROUP BY meter) t
    WHERE c.team_id = ${teamId} AND c.period_start = ${periodStart} AND c.meter = t.meter`.execute(tx.query)
}

const atOnce = 10_000

/** Forgets events of periods that are long over: what could still be told under their ids is refused by its date. */
export async function forgetEventsBefore(db: Db, before: Date): Promise<number> {
  let forgotten = 0
  for (;;) {
    const { numAffectedRows = 0n } = await sql`
      DELETE FROM usage_events WHERE ctid = ANY(ARRAY(SELECT ctid FROM usage_events WHERE at < ${before} LIMIT ${atOnce}))`.execute(
      db.query,
    )
    forgotten += Number(numAffectedRows)
    if (numAffectedRows < BigInt(atOnce)) return forgotten
  }
}
