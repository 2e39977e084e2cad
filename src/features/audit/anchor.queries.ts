import { sql } from 'kysely'
import type { Reader, Tx } from '#platform/db/db.ts'

/** Somebody who gets the checkpoint of a team's log, as a receiver of letters. `place` orders the receivers of one team. */
export interface Receiver {
  team_id: string
  place: string
  team: string
  /** An address that was only named: nobody of the team. */
  outside: boolean
  email: string
  fullName: string
  timezone: string
}

interface AnchorTable {
  team_id: string
  to_auditors: boolean
  addresses: string[]
  version: number
}

declare module '#platform/db/tables.ts' {
  interface Tables {
    audit_anchors: AnchorTable
  }
}

/** What a team chose, version 1 where it never did. */
export interface Anchor {
  toAuditors: boolean
  auditors: number
  addresses: string[]
  version: number
}

/** Who gets the checkpoints of a team's log. */
export async function anchorOf(on: Reader, teamId: string): Promise<Anchor> {
  const { rows } = await sql<Anchor>`
    SELECT coalesce(a.to_auditors, true) AS "toAuditors", coalesce(a.addresses, '{}') AS addresses, coalesce(a.version, 1) AS version,
      (SELECT count(*)::int FROM memberships m WHERE m.team_id = t.id AND m.role = 'auditor') AS auditors
    FROM (SELECT ${teamId}::text AS id) t LEFT JOIN audit_anchors a ON a.team_id = t.id`.execute(on.query)
  return rows[0] ?? { toAuditors: true, auditors: 0, addresses: [], version: 1 }
}

/** Stores the choice in place of this version; false when somebody else was faster. */
export async function putAnchor(
  tx: Tx,
  teamId: string,
  { toAuditors, addresses }: Pick<Anchor, 'toAuditors' | 'addresses'>,
  version: number,
): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO audit_anchors AS a (team_id, to_auditors, addresses, version)
    SELECT ${teamId}, ${toAuditors}, ${addresses}::text[], 2 WHERE ${version}::int = 1 OR EXISTS (SELECT FROM audit_anchors WHERE team_id = ${teamId})
    ON CONFLICT (team_id) DO UPDATE SET to_auditors = excluded.to_auditors, addresses = excluded.addresses, version = a.version + 1
      WHERE a.version = ${version}
    RETURNING 1`.execute(tx.query)
  return rows.length > 0
}

/** All who get checkpoints, team by team, page by page. */
export async function receiversAfter(
  on: Reader,
  after: Pick<Receiver, 'team_id' | 'place'>,
  limit: number,
): Promise<Receiver[]> {
  const { rows } = await sql<Receiver>`
    SELECT * FROM (
      SELECT m.team_id, m.user_id AS place, t.name AS team, false AS outside, u.email, u.full_name AS "fullName", u.timezone
      FROM memberships m JOIN teams t ON t.id = m.team_id JOIN users u ON u.id = m.user_id LEFT JOIN audit_anchors a ON a.team_id = m.team_id
      WHERE m.role = 'auditor' AND coalesce(a.to_auditors, true) AND m.team_id >= ${after.team_id}
      UNION ALL
      SELECT a.team_id, address COLLATE "C", t.name, true, address, '', 'UTC'
      FROM audit_anchors a CROSS JOIN unnest(a.addresses) AS address JOIN teams t ON t.id = a.team_id WHERE a.team_id >= ${after.team_id}
    ) AS receivers
    WHERE (team_id, place COLLATE "C") > (${after.team_id}, ${after.place} COLLATE "C") ORDER BY team_id, place COLLATE "C" LIMIT ${limit}`.execute(
    on.query,
  )
  return rows
}
