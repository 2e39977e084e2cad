import { keyDisplay } from '#access/key-format.ts'
import { appendAudit } from '#platform/audit.ts'
import { constantTimeEqual, digest } from '#platform/crypto/secrets.ts'
import type { Client } from '#platform/http/asking.ts'
import type { Platform } from '#platform/platform.ts'
import { leakedLetter } from './leaked.mail.ts'
import { notifyKeepers } from './notify-keepers.ts'
import { deleteKey, lockKey, teamNameOf } from './queries.ts'

/** Revokes a key whose secret, present or still accepted, was shown; tells its keepers. Nothing happens when the secret is none of its. */
export async function revokeLeaked(
  platform: Platform,
  { text, id, client, now }: { text: string; id: string; client: Client; now: Date },
): Promise<void> {
  const shown = digest(text)
  await platform.db.transaction(async (tx) => {
    const key = await lockKey(tx, id)
    if (!key) return
    const isKeys = [key.digest, key.old_digest].some((one) => one && constantTimeEqual(one, shown))
    if (!isKeys) return
    const team = await teamNameOf(tx, key.team_id)
    const told = { key, team, publicUrl: platform.config.publicUrl, now }
    await notifyKeepers(tx, platform, key, (to) => leakedLetter(to, told), now)
    await deleteKey(tx, key.team_id, key.id)
    const logs = [key.team_id, ...(key.owner_id ? [key.owner_id] : [])]
    const details = { target: { kind: 'key', id }, name: key.name, display: keyDisplay(key.last_four) }
    const subject = { actor: { kind: 'nobody' as const, id: null }, logs }
    await appendAudit(tx, { action: 'key.revoked_as_leaked', subject, client, now, details })
  })
}
