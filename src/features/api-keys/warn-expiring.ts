import { later } from '#platform/clock.ts'
import type { Platform } from '#platform/platform.ts'
import { expiringLetter } from './expiring.mail.ts'
import { notifyKeepers } from './notify-keepers.ts'
import { claimExpiring, teamNameOf } from './queries.ts'
import { warnedBefore } from './rules.ts'

const atOnce = 50

/** Warns of keys that end within a day, then of those that end within a week: each warning once, committed together with its letters. */
export async function warnExpiring(platform: Platform, now: Date): Promise<void> {
  for (const stage of ['day', 'week'] as const) {
    const claim = { now, until: later(now, warnedBefore[stage]), most: atOnce }
    let claimed: number
    do claimed = await warnSome(platform, stage, claim)
    while (claimed === atOnce)
  }
}

function warnSome(
  platform: Platform,
  stage: 'week' | 'day',
  claim: { now: Date; until: Date; most: number },
): Promise<number> {
  const { publicUrl } = platform.config
  return platform.db.transaction(async (tx) => {
    const keys = await claimExpiring(tx, stage, claim)
    for (const key of keys) {
      const told = { key, team: await teamNameOf(tx, key.team_id), publicUrl, stage }
      await notifyKeepers(tx, platform, key, (to) => expiringLetter(to, told), claim.now)
    }
    return keys.length
  })
}
