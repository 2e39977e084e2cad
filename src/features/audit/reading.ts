import type { TeamActor } from '#access/key-guard.ts'
import { planOf } from '#access/subscriber.queries.ts'
import { hours } from '#platform/clock.ts'
import type { Db, Tx } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import { hasRead, noteReading } from './list.queries.ts'

/** What reading a team's log needs of a request. */
interface Reading {
  who: TeamActor
  db: Db
  now: Date
  platform: Platform
  refuse(code: 'plan_without_audit_log'): never
}

/** Refuses where the team's plan has no Audit Logs tab. */
export async function demandPlan({ who, db, now, platform, refuse }: Reading): Promise<void> {
  const { auditLog } = await planOf(db, platform.config, who.team.id, now)
  if (!auditLog) refuse('plan_without_audit_log')
}

/** The same, and notes the reading: one entry per reader and hour, or reading would fill the log it reads. */
export async function openLog(reading: Reading & { record(tx: Tx): Promise<void> }): Promise<void> {
  await demandPlan(reading)
  const { who, db, now, record } = reading
  const reader = who.key?.id ?? who.user?.id ?? '-'
  const hour = new Date(Math.floor(now.getTime() / hours(1)) * hours(1))
  if (await hasRead(db, who.team.id, reader, hour)) return
  await db.transaction(async (tx) => {
    if (await noteReading(tx, who.team.id, reader, hour)) await record(tx)
  })
}
