import { z } from 'zod'
import { anyone } from '#access/guard.ts'
import { peekToken, spendToken } from '#access/one-time-tokens.ts'
import { forgetDevices } from '#access/queries.ts'
import type { Safeguard } from '#access/safeguard.ts'
import { revokeAllSessions } from '#access/sessions.ts'
import { subjectOf } from '#access/subjects.ts'
import { demandNewPassword, dropDeletion, dropEmailChange, lockPerson, voidLinks } from '#features/account/public.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { linkRefusals, TokenOnly } from './contract.ts'
import { mailRecoveryLink } from './recovery.job.ts'

/**
 * “This wasn’t me”: secures the account from its mailbox. Ends every session, forgets every browser, voids every open link and a change of
 * address under way, takes what the safeguards of other slices hold (keys, passkeys, backup codes), lets nobody in with the present
 * password, and mails a link to choose another.
 */
export const disownSignIn = (safeguards: readonly Safeguard[]) =>
  route({
    method: 'POST',
    path: '/auth/disownments',
    summary: 'Say that a sign-in was not yours',
    access: anyone('the letter’s secret is the proof; it can only take access away'),
    limit: { per: 'network', max: 30, every: minutes(15) },
    input: TokenOnly,
    output: z.object({ state: z.literal('secured'), sessionsEnded: z.int() }),
    refusals: { link_invalid: linkRefusals.link_invalid },
    audit: 'auth.sign_in_disowned',

    async handle({ input, db, now, platform, refuse, record }) {
      return db.transaction(async (tx) => {
        const seen = await peekToken(tx, 'disown-sign-in', input.token, now)
        const user = seen && (await lockPerson(tx, seen.userId)) // before the token, as every flow that voids links does: no deadlock
        const presented = user && (await spendToken(tx, 'disown-sign-in', input.token, now))
        if (!presented) return refuse('link_invalid')
        const sessionsEnded = await revokeAllSessions(tx, user.id)
        await forgetDevices(tx, user.id)
        await dropEmailChange(tx, user.id)
        await dropDeletion(tx, user.id)
        await voidLinks(tx, user.id, now)
        await demandNewPassword(tx, user.id, now)
        for (const { secure } of safeguards) await secure?.(tx, user.id, now)
        await mailRecoveryLink(tx, platform, user, now)
        const target = { kind: 'session', id: presented.subjectId ?? '' }
        await record(tx, { target, sessionsEnded }, await subjectOf(tx, user.id))
        return { state: 'secured' as const, sessionsEnded }
      })
    },
  })
