import { sql } from 'kysely'
import type { Reader } from '#platform/db/db.ts'

/** Whose use is read: of a team, and where a key is limited to some projects, of those only. */
export interface Whose {
  teamId: string
  projectIds: readonly string[] | null
}

const only = ({ projectIds }: Whose) => (projectIds ? sql`AND d.project_id = ANY(${projectIds}::text[])` : sql``)

/** What one project or key used in a period; `id` is empty for what named none, `name` null for what is gone. */
export interface ShareRow {
  id: string
  name: string | null
  crawls: number
  runs: number
}

const sums = sql`coalesce(sum(d.used) FILTER (WHERE d.meter = 'crawls'), 0)::bigint AS crawls,
  coalesce(sum(d.used) FILTER (WHERE d.meter = 'runs'), 0)::bigint AS runs`
const most = 100

// A whole team's sums by project and key are kept; a key that may see only some projects has them added up from each day's.
const shares = (whose: Whose, periodStart: Date) =>
  whose.projectIds === null
    ? sql`SELECT d.kind, d.id, d.meter, d.used FROM usage_by_share d
        WHERE d.team_id = ${whose.teamId} AND d.period_start = ${periodStart} AND d.kind IN ('project', 'key')`
    : sql`SELECT s.kind, s.id, d.meter, d.used FROM usage_by_day d
        CROSS JOIN LATERAL (VALUES ('project', d.project_id), ('key', d.key_id)) s (kind, id)
        WHERE d.team_id = ${whose.teamId} AND d.meter IN ('crawls', 'runs') AND d.period_start = ${periodStart} ${only(whose)}`

/** Use of a period by project and by API key, most first. */
export async function usedByWhom(
  on: Reader,
  whose: Whose,
  periodStart: Date,
): Promise<{ byProject: ShareRow[]; byKey: ShareRow[] }> {
  const { rows } = await sql<ShareRow & { kind: 'project' | 'key' }>`
    SELECT s.kind, s.id, coalesce(p.name, k.name) AS name, s.crawls, s.runs FROM (
      SELECT d.kind, d.id, ${sums}, row_number() OVER (PARTITION BY d.kind ORDER BY sum(d.used) DESC, d.id) AS place
      FROM (${shares(whose, periodStart)}) d GROUP BY d.kind, d.id
    ) s
      LEFT JOIN projects p ON s.kind = 'project' AND p.team_id = ${whose.teamId} AND p.id = s.id
      LEFT JOIN api_keys k ON s.kind = 'key' AND k.team_id = ${whose.teamId} AND k.id = s.id
    WHERE s.place <= ${most} ORDER BY s.place`.execute(on.query)
  const of = (wanted: string) => rows.filter(({ kind }) => kind === wanted).map(({ kind: _, ...share }) => share)
  return { byProject: of('project'), byKey: of('key') }
}

/** Days of use: of one period, or from one day to another whatever their periods. */
export type Span = { periodStart: Date } | { from: string; to: string }

// A period is a month at most, so the index finds the days by the periods they can be in.
const within = (span: Span, day = sql`d.day`, type = sql`date`) =>
  'periodStart' in span
    ? sql`d.period_start = ${span.periodStart}`
    : sql`d.period_start > ${span.from}::date - 32 AND d.period_start < ${span.to}::date + 1
        AND ${day} BETWEEN ${span.from}::${type} AND ${span.to}::${type}`

/** Use by day, oldest first; days without any are missing. */
export async function usedByDay(
  on: Reader,
  whose: Whose,
  span: Span,
): Promise<{ day: string; crawls: number; runs: number }[]> {
  const days =
    whose.projectIds === null
      ? sql`SELECT d.id AS day, d.meter, d.used FROM usage_by_share d
          WHERE d.team_id = ${whose.teamId} AND d.kind = 'day' AND ${within(span, sql`d.id`, sql`text`)}`
      : sql`SELECT to_char(d.day, 'YYYY-MM-DD') AS day, d.meter, d.used FROM usage_by_day d
          WHERE d.team_id = ${whose.teamId} AND d.meter IN ('crawls', 'runs') AND ${within(span)} ${only(whose)}`
  const { rows } = await sql<{ day: string; crawls: number; runs: number }>`
    SELECT d.day, ${sums} FROM (${days}) d GROUP BY d.day ORDER BY d.day`.execute(on.query)
  return rows
}

/** One line of the export. */
export interface ExportRow {
  day: string
  meter: string
  project_id: string
  project_name: string | null
  key_id: string
  key_name: string | null
  used: number
}

/** Everything between two days, line by line. */
export async function usedInDetail(on: Reader, whose: Whose, span: Span): Promise<ExportRow[]> {
  const { rows } = await sql<ExportRow>`
    SELECT to_char(d.day, 'YYYY-MM-DD') AS day, d.meter, d.project_id, p.name AS project_name, d.key_id,
      k.name AS key_name, sum(d.used)::bigint AS used
    FROM usage_by_day d
      LEFT JOIN projects p ON p.team_id = d.team_id AND p.id = d.project_id
      LEFT JOIN api_keys k ON k.team_id = d.team_id AND k.id = d.key_id
    WHERE d.team_id = ${whose.teamId} AND d.meter IN ('crawls', 'runs') AND ${within(span)} ${only(whose)}
    GROUP BY d.day, d.meter, d.project_id, p.name, d.key_id, k.name
    ORDER BY d.day, d.meter, d.project_id, d.key_id`.execute(on.query)
  return rows
}

/** What a person's own API keys used up, for “Download my data”. */
export async function usedByKeysOf(
  on: Reader,
  userId: string,
): Promise<(Omit<ExportRow, 'project_name'> & { team_id: string })[]> {
  const { rows } = await sql<Omit<ExportRow, 'project_name'> & { team_id: string }>`
    SELECT d.team_id, to_char(d.day, 'YYYY-MM-DD') AS day, d.meter, d.project_id, d.key_id, k.name AS key_name,
      sum(d.used)::bigint AS used
    FROM api_keys k JOIN usage_by_day d ON d.team_id = k.team_id AND d.key_id = k.id
    WHERE k.owner_id = ${userId} GROUP BY d.team_id, d.day, d.meter, d.project_id, d.key_id, k.name
    ORDER BY d.day, d.meter, d.key_id`.execute(on.query)
  return rows
}
