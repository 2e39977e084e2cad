import { z } from 'zod'
import { operator } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { mailAgain } from '#platform/mail/outbox.ts'
import { letterById } from '#platform/mail/queries.ts'
import { outboxRefusals } from './contract.ts'

/** Sends a held or given-up letter again. */
export const retryLetter = route({
  method: 'POST',
  path: '/operate/outbox/{id}/retry',
  summary: 'Send a letter again',
  access: operator(),
  output: z.object({}),
  status: 202,
  refusals: outboxRefusals,
  audit: 'operate.letter_retried',

  async handle({ params, db, record, refuse }) {
    await db.transaction(async (tx) => {
      const row = await letterById(tx, params.id)
      if (!row) return refuse('not_found')
      if (!(await mailAgain(tx, row.id))) return refuse('letter_not_stopped')
      await record(tx, { target: { kind: 'letter', id: row.id }, letter: row.letter, recipient: row.recipient })
    })
    return {}
  },
})
