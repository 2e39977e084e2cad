import { z } from 'zod'
import { signedIn } from '#access/guard.ts'
import { unconfirmSession } from '#access/queries.ts'
import { route } from '#platform/http/route.ts'

/** Ends the proof of identity now, for whoever leaves the browser to somebody else. */
export const endConfirmation = route({
  method: 'DELETE',
  path: '/auth/confirmation',
  summary: 'End the confirmation of your identity',
  access: signedIn(),
  output: z.void(),
  audit: 'auth.confirmation_ended',

  async handle({ who, db, record }) {
    await db.transaction(async (tx) => {
      await unconfirmSession(tx, who.session.id)
      await record(tx)
    })
  },
})
