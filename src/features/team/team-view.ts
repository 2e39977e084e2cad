import type { z } from 'zod'
import type { TeamOf } from '#access/principal.ts'
import type { Reader } from '#platform/db/db.ts'
import type { TeamView } from './contract.ts'
import { countMembers } from './membership.queries.ts'
import { openOffer } from './ownership.queries.ts'
import { teamById } from './queries.ts'

/** A team as this member, or key, sees it; undefined when it is gone. An offer of ownership is shown to owners and to whom it is made. */
export async function viewOfTeam(
  on: Reader,
  { team: { id, role }, user }: { team: Pick<TeamOf, 'id' | 'role'>; user: { id: string } | null },
  now: Date,
): Promise<z.input<typeof TeamView> | undefined> {
  const team = await teamById(on, id)
  if (!team) return undefined
  const offer = await openOffer(on, id, now)
  const shown = offer && (role === 'owner' || offer.to_id === user?.id)
  return {
    id,
    name: team.name,
    role,
    memberCount: await countMembers(on, id),
    trialEndsAt: team.trial_ends_at,
    createdAt: team.created_at,
    version: team.version,
    ownershipOffer: shown
      ? {
          from: { id: offer.from_id, name: offer.from_name },
          to: { id: offer.to_id, name: offer.to_name },
          shared: offer.shared,
          expiresAt: offer.expires_at,
        }
      : null,
  }
}
