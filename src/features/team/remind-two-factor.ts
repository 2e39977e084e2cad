import { days, later } from '#platform/clock.ts'
import type { Platform } from '#platform/platform.ts'
import { claimReminders, unenrolledMembers } from './reminder.queries.ts'
import { tell } from './tell.ts'

const before = { day: days(1), week: days(7) } as const
const atOnce = 20

/** Reminds members without two-factor authentication a week and a day before their team asks for it; each reminder once. */
export async function remindTwoFactor(platform: Platform, now: Date): Promise<void> {
  for (const stage of ['day', 'week'] as const) {
    let claimed: number
    do claimed = await remindSome(platform, stage, now)
    while (claimed === atOnce)
  }
}

function remindSome(platform: Platform, stage: 'day' | 'week', now: Date): Promise<number> {
  return platform.db.transaction(async (tx) => {
    const teams = await claimReminders(tx, stage, { now, until: later(now, before[stage]), most: atOnce })
    for (const { id, name, two_factor_from: from } of teams) {
      const to = await unenrolledMembers(tx, id)
      if (to.length === 0 || !from) continue
      const when = stage === 'day' ? 'within a day' : 'within a week'
      const title = `${name} asks for two-factor authentication ${when}`
      const says = ['Set it up now, and nothing interrupts you then. Your role and your seat are kept.']
      const link = { label: 'Set it up', path: '/settings/security#two-factor' }
      const facts = { From: from }
      await tell(tx, platform, { name: 'team.two_factor_reminder', teamId: id, to, title, says, facts, link }, now)
    }
    return teams.length
  })
}
