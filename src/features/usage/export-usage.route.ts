import { z } from 'zod'
import { inTeam } from '#access/guard.ts'
import { days, earlier } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { DaysQuery } from './contract.ts'
import { type ExportRow, usedInDetail } from './page.queries.ts'
import { dayOf } from './queries.ts'
import { csvCell } from './rules.ts'

/** Use by day, project and key as CSV: the last year unless told. */
export const exportUsage = route({
  method: 'GET',
  path: '/teams/{team}/usage/export',
  summary: 'Export usage as CSV',
  access: inTeam('usage.view', { scope: 'usage:read' }),
  query: DaysQuery,
  output: z.instanceof(Buffer),
  media: 'text/csv; charset=utf-8',

  async handle({ who: { team, key }, query: { from, to }, db, now, setHeader }) {
    const span = from && to ? { from, to } : { from: dayOf(earlier(now, days(365))), to: dayOf(now) }
    const rows = await usedInDetail(db, { teamId: team.id, projectIds: key?.projectIds ?? null }, span)
    setHeader('Content-Disposition', `attachment; filename="aegisrunner-usage-${span.from}-${span.to}.csv"`)
    return Buffer.from([header, ...rows.map(cells)].map((line) => `${line.map(csvCell).join(',')}\r\n`).join(''))
  },
})

const header = ['day (UTC)', 'meter', 'project', 'project name', 'key', 'key name', 'used']
const cells = ({ day, meter, project_id, project_name, key_id, key_name, used }: ExportRow): (string | number)[] => [
  day,
  meter,
  project_id,
  project_name ?? '',
  key_id,
  key_name ?? '',
  used,
]
