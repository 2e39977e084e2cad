import { planOf } from '#access/subscriber.queries.ts'
import { days, earlier } from '#platform/clock.ts'
import { mail } from '#platform/mail/outbox.ts'
import type { Platform } from '#platform/platform.ts'
import { type Receiver, receiversAfter } from './anchor.queries.ts'
import { checkpointLetter } from './checkpoint.mail.ts'
import { checkpointFrom } from './proof-view.ts'
import { latestCheckpoint } from './queries.ts'

const atOnce = 200

/** Mails each team's latest checkpoint to its auditors and to the addresses it named, once a day and only when it is of that day: copies outside, against which a log that was cut off shows. */
export async function mailCheckpoints(platform: Platform, now: Date): Promise<void> {
  const { db, config } = platform
  for (let after: Pick<Receiver, 'team_id' | 'place'> = { team_id: '', place: '' }; ; ) {
    const receivers = await receiversAfter(db, after, atOnce)
    for (const { team_id, team, outside, ...to } of receivers) {
      const row = await latestCheckpoint(db, team_id)
      if (!row || row.at <= earlier(now, days(1)) || !(await planOf(db, config, team_id, now)).auditLog) continue
      const about = { team, outside, checkpoint: checkpointFrom(row), publicUrl: config.publicUrl }
      await db.transaction((tx) => mail(tx, platform, to, checkpointLetter(to, about), now))
    }
    const last = receivers.at(-1)
    if (!last || receivers.length < atOnce) return
    after = last
  }
}
