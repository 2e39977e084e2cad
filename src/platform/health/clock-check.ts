import { seconds, stopwatch } from '../clock.ts'
import type { Platform } from '../platform.ts'
import { type Finding, ok, warn } from './check.ts'
import { databaseNow } from './queries.ts'

const tolerated = seconds(2)

/** This machine's clock and the database's agree: links, sessions and one-time codes live by them. */
export async function checkClock({ clock, db }: Platform): Promise<Finding> {
  const elapsed = stopwatch()
  const theirs = await databaseNow(db)
  // The answer is as old as half of the way there and back.
  const apart = clock.now().getTime() - elapsed() / 2 - theirs.getTime()
  const says = `This machine’s clock and the database’s are ${(Math.abs(apart) / 1000).toFixed(1)} s apart.`
  return Math.abs(apart) > tolerated ? warn(says, 'Switch on time synchronisation (NTP) on both machines.') : ok(says)
}
