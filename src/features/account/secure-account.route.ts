import { signedIn } from '#access/guard.ts'
import type { Safeguard, Taken } from '#access/safeguard.ts'
import { dropOverSessions, forgetOtherDevices } from '#access/session.queries.ts'
import { aliveNow } from '#access/session-list.ts'
import { revokeOtherSessions } from '#access/sessions.ts'
import { proofLasts } from '#access/step-up.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { accountSecuredLetter } from './account-secured.mail.ts'
import { Secured } from './contract.ts'
import { dropDeletion } from './deletion.queries.ts'
import { dropEmailChange } from './email-change.queries.ts'
import { demandNewPassword } from './password.queries.ts'
import { lockPerson } from './queries.ts'
import { notify, recipientsOf } from './recipients.ts'
import { voidLinks } from './void-links.ts'

/**
 * “Secure my account”: one act that takes from everybody else whatever they might hold. Sessions but this one, half-done sign-ins, trusted
 * and known browsers, open links, a change of address under way, a deletion that waits, and what the safeguards of other slices hold. Until a new password is
 * chosen, the present one opens no new session. The link that undoes an earlier change of address stays (see `voidLinks`).
 */
export const secureAccount = (safeguards: readonly Safeguard[]) =>
  route({
    method: 'POST',
    path: '/account/lockdown',
    summary: 'Secure your account',
    access: signedIn({ confirmedWithin: proofLasts }),
    limit: { per: 'user', max: 10, every: minutes(15) },
    output: Secured,
    audit: 'account.secured',

    async handle({ who, db, now, client, platform, refuse, record }) {
      const { config } = platform
      return db.transaction(async (tx) => {
        const person = (await lockPerson(tx, who.user.id)) ?? refuse('signed_out')
        await dropOverSessions(tx, person.id, who.session.id, aliveNow(config, now))
        const taken: Taken[] = [
          { what: 'sessions', count: await revokeOtherSessions(tx, person.id, who.session.id) },
          { what: 'devices', count: await forgetOtherDevices(tx, person.id, who.session.id) },
          { what: 'email_change', count: (await dropEmailChange(tx, person.id)) ? 1 : 0 },
          { what: 'deletion', count: (await dropDeletion(tx, person.id)) ? 1 : 0 },
        ]
        await voidLinks(tx, person.id, now)
        await demandNewPassword(tx, person.id, now)
        for (const { secure } of safeguards) taken.push(...((await secure?.(tx, person.id, now)) ?? []))
        const found = taken.filter(({ count }) => count > 0)
        await record(tx, {
          sessionsEnded: taken[0]?.count,
          taken: Object.fromEntries(found.map(({ what, count }) => [what, count])),
        })
        const deed = { client, now, publicUrl: config.publicUrl }
        await notify(tx, platform, recipientsOf(person), (to) => accountSecuredLetter(to, deed, found), now)
        return { taken: found }
      })
    },
  })
