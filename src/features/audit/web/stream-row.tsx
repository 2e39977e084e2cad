import { useState } from 'react'
import { ApiRefusal } from '#web/api-refusal.ts'
import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import { ItemRow, smallButton } from '#web/kit/item-list.tsx'
import { ItemQuestion } from '#web/kit/item-question.tsx'
import { Time } from '#web/kit/time.tsx'
import type { Team } from '#web/team.ts'
import type { Stream } from './log-queries.ts'
import css from './streams-card.module.css'

interface StreamRowProps {
  team: Team
  stream: Stream
  onChange(): Promise<unknown>
}

const states = { sending: 'Sending', failing: 'Failing', paused: 'Paused' } as const

/** One place the log is sent to: how far it got, and how to pause it, send again, or end it. */
export function StreamRow({ team, stream, onChange }: StreamRowProps) {
  const { id, name, kind, address, state, sent, waiting, failures, nextTry, sentAt } = stream
  const [open, setOpen] = useState<'replay' | 'remove' | null>(null)
  const [from, setFrom] = useState('1')
  const [fault, setFault] = useState<string | null>(null)
  const params = { team: team.id, stream: id }
  const change = async (body: { paused?: boolean; from?: number }) => {
    try {
      await api.patch('/teams/{team}/audit/streams/{stream}', { params, body })
      setFault(null)
      setOpen(null)
    } catch (refusal) {
      if (!(refusal instanceof ApiRefusal)) throw refusal
      setFault(refusal.message)
    }
    await onChange()
  }
  return (
    <>
      <ItemRow
        name={name}
        badge={states[state]}
        actions={
          <>
            <Button
              look="quiet"
              className={smallButton}
              aria-label={`${state === 'paused' ? 'Resume' : 'Pause'} ${name}`}
              onClick={() => void change({ paused: state !== 'paused' })}
            >
              {state === 'paused' ? 'Resume' : 'Pause'}
            </Button>
            <Button
              look="quiet"
              className={smallButton}
              aria-label={`Send again to ${name}`}
              aria-expanded={open === 'replay'}
              onClick={() => setOpen(open === 'replay' ? null : 'replay')}
            >
              Send again
            </Button>
            <Button
              look="quiet"
              className={smallButton}
              aria-label={`Remove ${name}`}
              onClick={() => setOpen('remove')}
            >
              Remove
            </Button>
          </>
        }
      >
        {kind === 'webhook' ? 'Webhook' : 'Syslog over TLS'} · {address} · {sent} sent, {waiting} waiting
        {sentAt && (
          <>
            {' '}
            · last <Time at={sentAt} show="relative" past />
          </>
        )}
        {nextTry && (
          <>
            {' '}
            · failed {failures === 1 ? 'once' : `${failures} times`}, next try <Time at={nextTry} show="relative" />
          </>
        )}
      </ItemRow>
      {open === 'replay' && (
        <form
          className={css.replay}
          onSubmit={(event) => {
            event.preventDefault()
            void change({ from: Number(from) || 1 })
          }}
        >
          <label htmlFor={`${id}-from`}>Send everything again from entry number</label>
          <input
            id={`${id}-from`}
            inputMode="numeric"
            value={from}
            maxLength={12}
            onChange={(event) => setFrom(event.target.value.replace(/\D/g, ''))}
          />
          <Button type="submit">Send again</Button>
        </form>
      )}
      {open === 'remove' && (
        <ItemQuestion
          act="Remove"
          keep="Keep"
          onKeep={() => setOpen(null)}
          onAct={async () => {
            await api.delete('/teams/{team}/audit/streams/{stream}', { params })
            await onChange()
          }}
        >
          Stop sending the audit log to “{name}”?
        </ItemQuestion>
      )}
      {fault && (
        <p role="alert" className={css.fault}>
          {fault}
        </p>
      )}
    </>
  )
}
