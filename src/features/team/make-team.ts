import { days, later } from '#platform/clock.ts'
import type { Tx } from '#platform/db/db.ts'
import { newId } from '#platform/ids.ts'
import { insertMembership } from './membership.queries.ts'
import { beginTrial, insertTeam } from './queries.ts'

/**
 * Makes a team with this person as Owner; answers its id. Their first team is on trial for `trialDays` (0 means no trial), further ones are
 * not: a second team must not be a second trial.
 */
export async function createTeam(
  tx: Tx,
  { ownerId, name, trialDays }: { ownerId: string; name: string; trialDays: number },
  now: Date,
): Promise<string> {
  const id = newId('team')
  const onTrial = trialDays > 0 && (await beginTrial(tx, ownerId, now))
  await insertTeam(tx, { id, name, trial_ends_at: onTrial ? later(now, days(trialDays)) : null, created_at: now })
  await insertMembership(tx, { team_id: id, user_id: ownerId, role: 'owner', joined_at: now })
  return id
}
