import type { z } from 'zod'
import type { Tx } from '#platform/db/db.ts'
import { type Asker, type Ceremony, takeCeremony } from './ceremony.ts'
import type { AssertionAnswer, assertionRefusals } from './contract.ts'
import { userHandleOf } from './offers.ts'
import { notePasskeyUse, passkeyByCredential } from './queries.ts'
import { verifyAssertion } from './verify-answer.ts'

/** A passkey whose answer was right. */
export interface PasskeyProof {
  right: true
  userId: string
  passkey: { id: string; name: string }
  /** Uses the answer up in the transaction of what it opens; false when the passkey was removed or used again meanwhile, which must be refused. */
  spend(tx: Tx): Promise<boolean>
}

/** An answer that proves nothing. */
export interface NoProof {
  right: false
  code: keyof typeof assertionRefusals
  /** Whose passkey was tried, for their audit log. */
  userId: string | null
}

/**
 * Checks the answer to a challenge. The challenge is used up whatever comes of it. Where the person is known, only a passkey of theirs will
 * do; where not, the passkey itself must tell whose it is. Unknown passkeys, other people's and wrong signatures are one refusal.
 */
export async function provePasskey(
  asker: Asker,
  answer: z.output<typeof AssertionAnswer>,
  ceremony: Ceremony,
): Promise<PasskeyProof | NoProof> {
  const { platform, now } = asker
  const challenge = await takeCeremony(asker, answer.ceremonyId, ceremony)
  if (!challenge) return { right: false, code: 'ceremony_over', userId: null }
  const stored = await passkeyByCredential(platform.db, answer.response.id)
  const refused = { right: false, code: 'passkey_refused', userId: stored?.user_id ?? null } as const
  if (!stored || (ceremony.userId !== null && ceremony.userId !== stored.user_id)) return refused
  const { userHandle } = answer.response.response
  const handleMayLack = ceremony.userId !== null
  if (userHandle ? userHandle !== userHandleOf(stored.user_id) : !handleMayLack) return refused

  const used = await verifyAssertion(platform.config, answer, challenge, stored).catch((error: Error) => {
    platform.log.info({ passkey: stored.id, why: error.message }, 'a passkey was refused')
  })
  if (!used) return refused
  if (used.counter <= stored.counter && (used.counter > 0 || stored.counter > 0)) {
    platform.log.warn({ passkey: stored.id }, 'a passkey’s counter did not rise: there may be a copy of it')
    return { ...refused, code: 'passkey_out_of_step' }
  }
  return {
    right: true,
    userId: stored.user_id,
    passkey: { id: stored.id, name: stored.name },
    spend: (tx) => notePasskeyUse(tx, { id: stored.id, ...used }, now),
  }
}
