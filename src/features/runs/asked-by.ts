import type { TeamActor } from '#access/key-guard.ts'
import type { AskedBy } from './rows.ts'

/** Who asks, as it is kept with what they asked for. */
export function askedBy({ key, user }: Pick<TeamActor, 'key' | 'user'>): AskedBy {
  if (key) return { kind: 'key', id: key.id, name: key.name }
  if (user) return { kind: 'user', id: user.id, name: user.fullName }
  throw new Error('nobody asks')
}
