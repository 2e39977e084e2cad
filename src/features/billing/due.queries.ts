import { sql } from 'kysely'
import type { Reader } from '#platform/db/db.ts'

/** What makes a team due: the instants up to which something has to be done. */
export interface DueBefore {
  now: Date
  /** Renewals before this are told of, where paid by the year. */
  renewalsUntil: Date
  /** Cards that end before this are warned of. */
  cardsUntil: Date
  /** Payments begun before this should have been answered. */
  begunBefore: Date
  limit: number
  /** Teams looked at already in this round. */
  after: string
}

/** Teams about whose money something has to be done now, by id. */
export async function dueTeams(on: Reader, due: DueBefore): Promise<string[]> {
  const { rows } = await sql<{ team_id: string }>`
    SELECT team_id FROM (
      SELECT s.team_id FROM subscriptions s WHERE s.status IN ('active', 'past_due') AND (s.period_end <= ${due.now}
        OR s.grace_ends_at <= ${due.now}
        OR (s.interval = 'year' AND NOT s.ends_at_period AND s.period_end <= ${due.renewalsUntil}
          AND s.told_renewal IS DISTINCT FROM s.period_end))
      UNION SELECT i.team_id FROM invoices i JOIN teams t ON t.id = i.team_id
        WHERE i.status = 'open' AND i.next_try_at <= ${due.now}
      UNION SELECT p.team_id FROM payments p JOIN teams t ON t.id = p.team_id
        WHERE p.state IN ('started', 'confirm') AND p.started_at <= ${due.begunBefore}
      UNION SELECT a.team_id FROM billing_accounts a JOIN subscriptions s USING (team_id)
        WHERE s.status IN ('active', 'past_due') AND NOT s.ends_at_period AND a.method_expires_at <= ${due.cardsUntil}
          AND a.method_warned_for IS DISTINCT FROM a.method_expires_at
    ) due WHERE team_id > ${due.after} ORDER BY team_id LIMIT ${due.limit}`.execute(on.query)
  return rows.map(({ team_id }) => team_id)
}
