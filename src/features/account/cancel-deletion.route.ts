import { z } from 'zod'
import { signedIn } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { cancelDeletionRefusals } from './contract.ts'
import { deletionCancelledLetter } from './deletion.mail.ts'
import { dropDeletion } from './deletion.queries.ts'
import { lockPerson } from './queries.ts'
import { notify, recipientsOf } from './recipients.ts'

/** Keeps the account after all. Asks for no proof: it takes nothing away, and must never be hard. */
export const cancelDeletion = route({
  method: 'DELETE',
  path: '/account/deletion',
  summary: 'Cancel the deletion of your account',
  access: signedIn(),
  output: z.void(),
  refusals: cancelDeletionRefusals,
  audit: 'account.deletion_cancelled',

  async handle({ who, db, now, client, platform, refuse, record }) {
    await db.transaction(async (tx) => {
      const person = (await lockPerson(tx, who.user.id)) ?? refuse('signed_out')
      const dropped = await dropDeletion(tx, person.id)
      if (!dropped) return refuse('nothing_scheduled')
      await record(tx, { wasDueAt: dropped.due_at })
      const deed = { client, now, publicUrl: platform.config.publicUrl }
      return notify(tx, platform, recipientsOf(person), (to) => deletionCancelledLetter(to, deed), now)
    })
  },
})
