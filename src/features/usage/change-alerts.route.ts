import { inTeam } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { alertSettings } from './alert-settings.ts'
import { AlertSettings, ChangeAlerts } from './contract.ts'
import { noteLimits } from './note-standing.ts'
import { saveSettings, settingsOf } from './queries.ts'

/** Changes which alerts a team is given. One that is reached already is given at once. */
export const changeAlerts = route({
  method: 'PUT',
  path: '/teams/{team}/usage/alerts',
  summary: 'Change usage alerts',
  access: inTeam('usage.manage', { scope: 'usage:write' }),
  limit: { per: 'user', max: 60, every: minutes(10) },
  input: ChangeAlerts,
  output: AlertSettings,
  versioned: true,
  audit: 'usage.alerts_changed',

  async handle({
    who: { team },
    input: { thresholds, pace },
    db,
    platform,
    now,
    expectedVersion,
    refuse,
    record,
    unchanged,
  }) {
    return db.transaction(async (tx) => {
      const seen = alertSettings(await settingsOf(tx, team.id))
      const wanted = { thresholds: [...thresholds].sort((one, other) => one - other), pace }
      if (seen.version !== expectedVersion) return refuse('changed_meanwhile', { extra: { current: seen } })
      if (seen.pace === pace && seen.thresholds.join() === wanted.thresholds.join()) {
        unchanged()
        return seen
      }
      const saved = await saveSettings(tx, team.id, expectedVersion, wanted)
      if (!saved) {
        const current = alertSettings(await settingsOf(tx, team.id))
        return refuse('changed_meanwhile', { extra: { current } })
      }
      await record(tx, {
        changes: {
          thresholds: { from: seen.thresholds, to: wanted.thresholds },
          pace: { from: seen.pace, to: pace },
        },
      })
      await noteLimits(tx, platform, team.id, now)
      return alertSettings(saved)
    })
  },
})
