import { days, later } from '#platform/clock.ts'
import type { Tx } from '#platform/db/db.ts'
import { newId } from '#platform/ids.ts'
import { insertMembership, insertTeam } from './queries.ts'

export { teamDeparture } from './departure.ts'

/** Makes a person's own team, with them as Owner and the trial running; answers its id. `trialDays` 0 means no trial. */
export async function createTeam(
  tx: Tx,
  { ownerId, name, trialDays }: { ownerId: string; name: string; trialDays: number },
  now: Date,
): Promise<string> {
  const id = newId('team')
  await insertTeam(tx, { id, name, trial_ends_at: trialDays > 0 ? later(now, days(trialDays)) : null, created_at: now })
  await insertMembership(tx, { team_id: id, user_id: ownerId, role: 'owner', joined_at: now })
  return id
}
