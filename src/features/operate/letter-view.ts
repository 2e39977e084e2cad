import type { z } from 'zod'
import type { Config } from '#platform/config.ts'
import type { MailOutboxTable } from '#platform/mail/queries.ts'
import type { LetterView } from './contract.ts'

/** A row of the outbox as the operator sees it, without its content. */
export const letterView = (row: MailOutboxTable, { loopback }: Config): z.input<typeof LetterView> => ({
  id: row.id,
  recipient: row.recipient,
  letter: row.letter,
  subject: row.subject,
  state: row.state,
  attempts: row.attempts,
  lastError: row.last_error,
  createdAt: row.created_at,
  settledAt: row.settled_at,
  readable: loopback && row.content !== null,
})
