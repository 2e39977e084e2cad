import { z } from 'zod'
import { seconds } from '../clock.ts'
import { SealBroken } from '../crypto/seal.ts'
import type { Tx } from '../db/db.ts'
import { enqueue, job, type Running } from '../jobs/job.ts'
import { openContent } from './content.ts'
import { heldLine } from './held-line.ts'
import type { Letter } from './letter.ts'
import { greeting } from './plain-letter.ts'
import {
  firstInLine,
  type LetterState,
  letterById,
  lockRecipient,
  type MailOutboxTable,
  triesInLine,
  updateLetter,
} from './queries.ts'
import { type MailFailure, mailFailure } from './refusal.ts'
import { markRefused, unmarkRefused } from './refused-address.queries.ts'
import { transportOf } from './transport.ts'

// Well above the transport's own timeouts: a server that trickles its answers must not hold a worker for ever.
const deadline = seconds(60)

/**
 * Hands one letter to the mail server. Tried 20 times over about two and a half days. A repeat after a crash carries the same Message-ID, so
 * that mailboxes can recognise it. A recipient's letters are kept in order by a lock and not by a named queue of the job queue: that one lets
 * go only a while after the job, lets later jobs overtake one that is tried again, and stays locked for hours when a worker is killed.
 */
export const sendMail = job({
  name: 'mail.send',
  payload: z.object({ id: z.string() }),
  attempts: 20,
  async run(running) {
    const { id } = running.payload
    const failure = await running.platform.db.transaction((tx) => sendInTurn(tx, running))
    if (failure) throw new Error(`letter ${id}: ${failure.says}`) // the queue tries again, ever more slowly
  },
})

/** Sends the letter unless an earlier one is in line: then that one's job calls this one. Answers why it must be tried again, if it must. */
async function sendInTurn(tx: Tx, running: Running<{ id: string }>): Promise<MailFailure | null> {
  const { payload, now, log } = running
  const recipient = (await letterById(tx, payload.id))?.recipient
  if (!recipient) return null
  await lockRecipient(tx, recipient)
  const row = await letterById(tx, payload.id)
  if (row?.state !== 'waiting') return null
  if (row.attempts < triesInLine && (await firstInLine(tx, recipient)) !== row.id) return null

  const { state, failure } = await tryToSend(running, row)
  const attempts = row.attempts + (state === 'held' ? 0 : 1)
  const settled = state !== 'waiting'
  await updateLetter(tx, row.id, {
    state,
    attempts,
    last_error: failure?.says ?? null,
    settled_at: settled ? now : null,
  })
  if (state === 'sent') await unmarkRefused(tx, recipient)
  if (failure?.ofAddress) await markRefused(tx, { recipient, says: failure.says, refused_at: now })
  if (state === 'failed')
    tx.afterCommit(() => log.warn(`letter ${row.id} (${row.letter}) was given up: ${failure?.says}`))
  if (settled || attempts === triesInLine) {
    const next = await firstInLine(tx, recipient)
    if (next) await enqueue(tx, sendMail, { id: next })
  }
  return settled ? null : failure
}

interface Outcome {
  state: LetterState
  failure: MailFailure | null
}

async function tryToSend(
  { platform, log, attempt, attempts }: Running<unknown>,
  row: MailOutboxTable,
): Promise<Outcome> {
  try {
    const content = openContent(platform.sealer, row.id, row.content ?? '')
    if (!platform.config.SMTP_URL) {
      log.info(heldLine(content, platform.config.loopback))
      return { state: 'held', failure: null }
    }
    const { letter, recipient } = content
    const { renderLetter } = await import('./render.tsx')
    const { html, text } = renderLetter(content, platform.config.publicUrl)
    const transport = await transportOf(platform)
    await transport.sendMail({
      to: { name: greeting(recipient.fullName) === 'Hello,' ? '' : recipient.fullName, address: recipient.email },
      subject: letter.subject,
      messageId: `<${row.id}@${new URL(platform.config.publicUrl).hostname}>`,
      date: row.created_at,
      html,
      text,
      ...extrasOf(letter),
      signal: AbortSignal.timeout(deadline),
    })
    return { state: 'sent', failure: null }
  } catch (error) {
    const failure = error instanceof SealBroken ? unreadable : mailFailure(error)
    return { state: failure.permanent || attempt >= attempts ? 'failed' : 'waiting', failure }
  }
}

function extrasOf({ attachment, unsubscribe }: Letter) {
  return {
    ...(attachment && {
      attachments: [
        { filename: attachment.name, contentType: attachment.type, content: Buffer.from(attachment.base64, 'base64') },
      ],
    }),
    ...(unsubscribe && {
      headers: {
        'List-Unsubscribe': `<${unsubscribe.post}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      },
    }),
  }
}

const unreadable: MailFailure = {
  says: 'The letter cannot be opened: it was sealed with another master key.',
  permanent: true,
}
