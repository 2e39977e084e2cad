import { hours } from '#platform/clock.ts'
import type { Tx } from '#platform/db/db.ts'
import type { Client } from '#platform/http/asking.ts'
import { secondsUntil } from '#platform/http/register.ts'
import type { Recipient } from '#platform/mail/letter.ts'
import { mail } from '#platform/mail/outbox.ts'
import type { Platform } from '#platform/platform.ts'
import { type CountedTry, countTry, takeTryBack } from './attempt.queries.ts'
import { backupCodesLeft, backupCodesOf, spendBackupCode } from './backup-code.queries.ts'
import { backupCodeUsedLetter } from './backup-codes.mail.ts'
import { findBackupCode } from './backup-codes.ts'
import { codeInApps } from './code-in-apps.ts'
import { raiseStep } from './queries.ts'
import { wrongCodesLetter } from './wrong-codes.mail.ts'

/** Wrong codes an account may see in an hour, all doors, browsers and half-done sign-ins together (V13). */
export const triesPerHour = 20

/** Wrong codes in a row after which six-digit codes are no longer looked at (SP 800-63B-4 §3.2.2). */
export const failuresUntilClosed = 100

/** Wrong codes in an hour after which the mailbox is told: who sends them knows the password or sits in a session. */
const failuresUntilTold = 5

/** Whose second factor is to be proven, and where notices about it go. */
export interface Prover {
  userId: string
  notices: Recipient[]
  client: Client
  now: Date
}

/** What was typed: one of the two, in canonical spelling (`#platform/typed-code.ts`). */
export type Typed = { code: string } | { backupCode: string }

/** How a second factor was judged. */
export type Judged =
  | {
      state: 'right'
      /** Uses it up, to be called in the transaction of what it was proven for; false when another request was faster. */
      spend(tx: Tx): Promise<boolean>
    }
  | { state: 'wrong' }
  | { state: 'used' }
  /** Too many in this hour: not looked at. */
  | { state: 'too_many'; retryAfter: number }
  /** Six-digit codes are closed: not looked at. A backup code opens them again. */
  | { state: 'closed' }

/**
 * The one judge of codes and backup codes, for every door that takes one. Counts the try, committed, before it looks; a right one is taken
 * back when it is spent. The count is the account's own second-factor count: nobody reaches it without the password or a session, so that
 * strangers can lock nobody out (V16), and no new sign-in, browser or door begins a fresh one (V13).
 */
export async function judgeSecondFactor(platform: Platform, prover: Prover, typed: Typed): Promise<Judged> {
  const { userId, now } = prover
  const counted = await countTry(platform.db, userId, { most: triesPerHour, every: hours(1) }, now)
  if (counted.inWindow > triesPerHour) {
    if (counted.inWindow === triesPerHour + 1) await warn(platform, prover, 'paused')
    return { state: 'too_many', retryAfter: secondsUntil(counted.resetsAt, now) }
  }
  if ('code' in typed && counted.failures > failuresUntilClosed) return { state: 'closed' }
  const judged =
    'code' in typed
      ? await judgeCode(platform, prover, typed.code)
      : await judgeBackupCode(platform, prover, typed.backupCode)
  if (judged.state === 'wrong') await warnOf(platform, prover, counted)
  return judged
}

async function judgeCode(platform: Platform, { userId, now }: Prover, code: string): Promise<Judged> {
  const found = await codeInApps(platform, userId, code, now)
  if (!found) return { state: 'wrong' }
  if (found.step <= found.lastStep) return { state: 'used' }
  return {
    state: 'right',
    spend: async (tx) => {
      const raised = await raiseStep(tx, { userId, id: found.id, step: found.step }, now)
      if (raised) await takeTryBack(tx, userId)
      return raised
    },
  }
}

async function judgeBackupCode(platform: Platform, prover: Prover, backupCode: string): Promise<Judged> {
  const { userId, notices, client, now } = prover
  const row = await findBackupCode(await backupCodesOf(platform.db, userId), backupCode)
  if (!row) return { state: 'wrong' }
  if (row.spent_at) return { state: 'used' }
  const { publicUrl } = platform.config
  return {
    state: 'right',
    spend: async (tx) => {
      if (!(await spendBackupCode(tx, row, now))) return false
      await takeTryBack(tx, userId)
      const left = await backupCodesLeft(tx, userId)
      for (const to of notices)
        await mail(tx, platform, to, backupCodeUsedLetter(to, { client, now, publicUrl }, left), now)
      return true
    },
  }
}

async function warnOf(platform: Platform, prover: Prover, { inWindow, failures }: CountedTry): Promise<void> {
  if (failures === failuresUntilClosed) await warn(platform, prover, 'closed')
  else if (inWindow === failuresUntilTold) await warn(platform, prover, 'told')
}

async function warn(platform: Platform, prover: Prover, what: 'told' | 'paused' | 'closed'): Promise<void> {
  const { notices, client, now } = prover
  const deed = { client, now, publicUrl: platform.config.publicUrl }
  await platform.db.transaction(async (tx) => {
    for (const to of notices) await mail(tx, platform, to, wrongCodesLetter(to, deed, what), now)
  })
}
