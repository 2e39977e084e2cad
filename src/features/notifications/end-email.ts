import type { Tx } from '#platform/db/db.ts'
import { choose } from './choose.ts'
import { kinds } from './kinds.ts'
import { preferencesIn } from './preference.queries.ts'
import { inForce } from './preferences.ts'
import { membersAmong } from './queries.ts'
import type { Unsubscription } from './unsubscribe.ts'

/** Ends e-mail of one type for one person, also where it was chosen for single projects; what is locked stays. Answers whether anything changed. */
export async function endEmail(tx: Tx, { userId, teamId, type }: Unsubscription, now: Date): Promise<boolean> {
  if ((await membersAmong(tx, teamId, [userId])).length === 0) return false
  const stored = await preferencesIn(tx, teamId, [userId])
  const own = stored.filter((one) => one.userId === userId && one.type === type).map(({ projectId }) => projectId)
  let changed = false
  for (const projectId of new Set([null, ...own])) {
    const { choices } = inForce(stored, { userId, projectId, type })
    const kept = choices.filter((choice) => !isEmail(type, choice))
    changed = (await choose(tx, { teamId, userId }, { type, projectId, choices: kept }, now)) !== null || changed
  }
  return changed
}

const isEmail = (type: Unsubscription['type'], choice: string): boolean =>
  choice !== 'slack' && choice in kinds[type].choices
