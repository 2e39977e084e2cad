import type { Tx } from '#platform/db/db.ts'
import type { Platform } from '#platform/platform.ts'
import { type InvitationRow, updateOpen } from './invitation.queries.ts'
import { newLink, sendInvitation } from './send-invitation.ts'
import { zoneOf } from './zone.queries.ts'

/** Gives an open invitation a new link for another seven days and mails it; undefined when it was answered meanwhile. */
export async function resend(
  tx: Tx,
  platform: Platform,
  seen: InvitationRow,
  { team, inviter }: { team: string; inviter: { id: string; fullName: string } | null },
  now: Date,
): Promise<InvitationRow | undefined> {
  const { secret, row } = newLink(now)
  const sent = await updateOpen(tx, seen, { ...row, asked_at: null, ...(inviter && { inviter_id: inviter.id }) })
  if (!sent) return undefined
  const said = { secret, team, inviter: inviter?.fullName ?? team, timezone: await zoneOf(tx, inviter?.id) }
  await sendInvitation(tx, platform, sent, said, now)
  return sent
}
