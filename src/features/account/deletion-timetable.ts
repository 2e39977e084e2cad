import type { Departure } from '#access/departure.ts'
import { leaverOf, lockTeamsOf } from '#access/leaving.queries.ts'
import { appendAudit } from '#platform/audit.ts'
import { days, earlier, later, minutes } from '#platform/clock.ts'
import { recurring } from '#platform/jobs/job.ts'
import type { Platform } from '#platform/platform.ts'
import { beginErasure } from './begin-erasure.ts'
import { deletionBlockedLetter, deletionSoonLetter } from './deletion.mail.ts'
import { claimWarnings, dueDeletions, lockDeletion, markBlocked, stuckErasures } from './deletion.queries.ts'
import { eraseEverything } from './erasure.ts'
import { obstaclesTo } from './obstacles.ts'
import { lockPerson, userById } from './queries.ts'
import { notify, recipientsOf } from './recipients.ts'

/** What recurs for deletions: warnings, the day itself, and erasures whose job was lost. */
export const deletionTimetable = (departures: readonly Departure[]) => [
  recurring({ name: 'account.warn_of_deletion', cron: '11 * * * *', run: warnOfDeletions }),
  recurring({
    name: 'account.delete_due',
    cron: '*/5 * * * *',
    async run(platform, now) {
      for (const userId of await dueDeletions(platform.db, now)) await beginDue(platform, departures, userId, now)
    },
  }),
  recurring({
    name: 'account.resume_erasures',
    cron: '*/5 * * * *',
    async run(platform, now) {
      for (const userId of await stuckErasures(platform.db, earlier(now, minutes(5)))) {
        // One that fails must not hold the others back.
        await eraseEverything(platform, departures, userId, now).catch((error) =>
          platform.log.error({ err: error, userId }, 'an erasure stopped; it goes on in five minutes'),
        )
      }
    },
  }),
]

async function warnOfDeletions(platform: Platform, now: Date): Promise<void> {
  const { publicUrl } = platform.config
  for (const [stage, daysLeft] of [
    ['day', 1],
    ['week', 7],
  ] as const) {
    await platform.db.transaction(async (tx) => {
      for (const { user_id, due_at } of await claimWarnings(tx, stage, { now, until: later(now, days(daysLeft)) })) {
        const user = await userById(tx, user_id)
        if (!user) continue
        const about = { dueAt: due_at, daysLeft, publicUrl }
        await notify(tx, platform, recipientsOf(user), (to) => deletionSoonLetter(to, about), now)
      }
    })
  }
}

/** The chosen day has come. What stands in the way by now is told once and looked at again every five minutes. */
async function beginDue(
  platform: Platform,
  departures: readonly Departure[],
  userId: string,
  now: Date,
): Promise<void> {
  await platform.db.transaction(async (tx) => {
    const person = await lockPerson(tx, userId)
    const deletion = await lockDeletion(tx, userId)
    if (!person || !deletion || deletion.begun_at || deletion.due_at > now) return
    await lockTeamsOf(tx, userId)
    const leaver = await leaverOf(tx, userId)
    if (!leaver) return
    const obstacles = await obstaclesTo(departures, tx, leaver, now)
    if (obstacles.length === 0) {
      const logs = [userId, ...leaver.teams.map(({ id }) => id)]
      const subject = { actor: { kind: 'system' as const, id: null }, logs }
      const details = { target: { kind: 'user', id: userId }, requestedAt: deletion.requested_at }
      await appendAudit(tx, { action: 'account.deletion_begun', subject, client: null, now, details })
      return beginErasure(tx, platform, departures, userId, now)
    }
    if (!(await markBlocked(tx, userId, now))) return
    const about = { obstacles, publicUrl: platform.config.publicUrl }
    await notify(tx, platform, recipientsOf(person), () => deletionBlockedLetter(about), now)
  })
}
