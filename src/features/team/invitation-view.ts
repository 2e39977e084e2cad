import type { z } from 'zod'
import type { InvitationRow } from './invitation.queries.ts'
import type { InvitationView } from './invitation-contract.ts'

/** How an invitation stands. */
export const stateOf = (
  { ended_as, expires_at }: Pick<InvitationRow, 'ended_as' | 'expires_at'>,
  now: Date,
): z.input<typeof InvitationView>['state'] => ended_as ?? (expires_at <= now ? 'expired' : 'pending')

/** An invitation as its team's managers see it. */
export function viewOf(
  row: InvitationRow & { inviter_name: string | null },
  publicUrl: string,
  now: Date,
): z.input<typeof InvitationView> {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    state: stateOf(row, now),
    message: row.message,
    inviter: row.inviter_name,
    sentAt: row.sent_at,
    expiresAt: row.expires_at,
    endedAt: row.ended_at,
    link: linkOf(row.id, publicUrl),
  }
}

/** The address to pass on. It holds no secret: it opens for whoever is signed in with the invited mailbox, or has the letter sent there. */
export const linkOf = (id: string, publicUrl: string): string => `${publicUrl}/invitation?id=${id}`
