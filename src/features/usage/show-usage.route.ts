import { onTrial } from '#access/entitlements.ts'
import { inTeam } from '#access/guard.ts'
import { may } from '#access/permissions.ts'
import { route } from '#platform/http/route.ts'
import { lastAlerts } from './alert.queries.ts'
import { UsageView } from './contract.ts'
import { type ShareRow, usedByWhom } from './page.queries.ts'
import { forecast } from './rules.ts'
import { knownStanding, standingAt } from './standing.ts'
import { metersAt, usageHeaders } from './usage-meters.ts'

/** What a team uses in the current period, and what is left of its limits. */
export const showUsage = route({
  method: 'GET',
  path: '/teams/{team}/usage',
  summary: 'Show usage and limits',
  access: inTeam('usage.view', { scope: 'usage:read' }),
  output: UsageView,

  async handle({ who: { team, key }, db, platform, now, setHeader }) {
    const standing = standingAt(platform.config, await knownStanding(platform, db, team.id), now)
    const { plan, period, subscriber } = standing
    const whose = { teamId: team.id, projectIds: key?.projectIds ?? null }
    const [meters, { byProject, byKey }, alerts] = await Promise.all([
      metersAt(db, team.id, standing),
      usedByWhom(db, whose, period.startsAt),
      lastAlerts(db, team.id, 10),
    ])
    for (const [name, value] of Object.entries(usageHeaders(meters))) setHeader(name, value)
    return {
      plan: { id: plan.id, name: plan.name, trial: onTrial(subscriber, now) },
      period,
      meters: meters.map((one) => ({ ...one, limitAt: one.resetsAt && forecast({ ...one, period }, now) })),
      byProject: byProject.map(shareFrom),
      byKey: byKey.map(shareFrom),
      alerts: alerts.map((row) => ({
        id: row.id,
        meter: row.meter,
        threshold: row.threshold,
        used: row.used,
        limit: row.limit_value,
        raisedAt: row.raised_at,
        resolvedAt: row.resolved_at,
      })),
      mayManage: may(team.role, 'usage.manage'),
    }
  },
})

const shareFrom = ({ id, ...row }: ShareRow) => ({ ...row, id: id === '' ? null : id })
