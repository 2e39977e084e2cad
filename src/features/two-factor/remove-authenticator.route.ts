import { z } from 'zod'
import { signedIn } from '#access/guard.ts'
import { noticesTo } from '#access/notices.ts'
import { lockUser } from '#access/queries.ts'
import { revokeOtherSessions } from '#access/sessions.ts'
import { proofLasts } from '#access/step-up.ts'
import { route } from '#platform/http/route.ts'
import { mail } from '#platform/mail/outbox.ts'
import { authenticatorRemovedLetter } from './authenticators.mail.ts'
import { authenticatorRefusals } from './contract.ts'
import { authenticatorsOf, deleteAuthenticator } from './queries.ts'

/** Removes one of several authenticator apps, such as that of a lost phone. Removing the last one is disabling, which takes the password too. */
export const removeAuthenticator = route({
  method: 'DELETE',
  path: '/account/two-factor/authenticators/{id}',
  summary: 'Remove an authenticator app',
  access: signedIn({ confirmedWithin: proofLasts, secondFactor: true }),
  output: z.object({ sessionsEnded: z.int() }),
  refusals: authenticatorRefusals,
  audit: 'two_factor.authenticator_removed',
  auditRefused: ['last_authenticator'],

  async handle({ who, params, db, now, client, platform, refuse, record }) {
    return db.transaction(async (tx) => {
      await lockUser(tx, who.user.id) // so that of two requests at once one finds a single app left
      const apps = await authenticatorsOf(tx, who.user.id)
      const app = apps.find((one) => one.id === params.id)
      if (!app) return refuse('not_found')
      if (apps.length === 1) return refuse('last_authenticator')
      await deleteAuthenticator(tx, who.user.id, app.id)
      const sessionsEnded = await revokeOtherSessions(tx, who.user.id, who.session.id)
      const deed = { client, now, publicUrl: platform.config.publicUrl }
      for (const to of noticesTo(who.user))
        await mail(tx, platform, to, authenticatorRemovedLetter(to, deed, app.name), now)
      await record(tx, { target: { kind: 'authenticator', id: app.id }, name: app.name, sessionsEnded })
      return { sessionsEnded }
    })
  },
})
