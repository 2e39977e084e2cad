import type { z } from 'zod'
import type { AuditStreamView } from './contract.ts'
import type { StreamRow } from './streams.queries.ts'

/** A stream as it is shown; `waiting` counts the sealed entries it has not sent. */
export const streamView = (
  { id, name, kind, address, next, paused, failures, due_at, sent_at }: StreamRow,
  size: number,
): z.input<typeof AuditStreamView> => ({
  id,
  name,
  kind,
  address,
  state: paused ? 'paused' : failures > 0 ? 'failing' : 'sending',
  sent: next,
  waiting: Math.max(0, size - next),
  failures,
  nextTry: failures > 0 && !paused ? due_at : null,
  sentAt: sent_at,
})
