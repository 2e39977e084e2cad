import type { Tx } from '#platform/db/db.ts'
import { mail } from '#platform/mail/outbox.ts'
import type { Platform } from '#platform/platform.ts'
import { deletionReceiptLetter } from './deletion.mail.ts'
import type { DeletionRow } from './deletion.queries.ts'
import type { UserRow } from './queries.ts'
import { recipientsOf } from './recipients.ts'

/** What stays after an erasure; stands in the receipt and in docs/leaving.md. */
export const kept = [
  'audit entries, in which the account id stands for the person',
  'invoices, for as long as the law asks',
  'the account id with the dates of its erasure',
]

/** Mails the signed receipt of an erasure; nothing of the letter is kept once it was handed over. */
export async function mailReceipt(
  tx: Tx,
  platform: Platform,
  person: UserRow,
  deletion: DeletionRow,
  now: Date,
): Promise<void> {
  const { publicUrl } = platform.config
  const token = platform.signer.token({
    iss: publicUrl,
    sub: deletion.user_id,
    event: 'account erased',
    requestedAt: deletion.requested_at.toISOString(),
    erasedAt: now.toISOString(),
    teamsErased: deletion.teams.length,
    kept,
  })
  for (const to of recipientsOf(person)) {
    const letter = deletionReceiptLetter(to, { account: deletion.user_id, token, publicUrl, erasedAt: now, kept })
    await mail(tx, platform, to, letter, now, { forget: true })
  }
}
