import { type TokenPurpose, voidOneTimeTokens } from '#access/one-time-tokens.ts'
import type { Tx } from '#platform/db/db.ts'

// Complete by its type: a purpose that is added later has to be added here too.
const mayBeVoided: Record<Exclude<TokenPurpose, 'undo-email-change'>, true> = {
  'verify-email': true,
  recover: true,
  'unlock-sign-in': true,
  'disown-sign-in': true,
  'confirm-email-change': true,
  'confirm-notification-email': true,
}

/**
 * Makes every open link of a person worthless after a change of address or password (V72), all but the one in an old mailbox that undoes
 * a change of address. That one must outlive whatever else is changed in its 72 hours: otherwise somebody who took an account over would
 * only have to change the address twice, or the password once, to be rid of it.
 */
export const voidLinks = (tx: Tx, userId: string, now: Date): Promise<void> =>
  voidOneTimeTokens(tx, userId, now, Object.keys(mayBeVoided) as TokenPurpose[])
