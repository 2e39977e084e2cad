import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import { Icon, type IconName } from '#web/kit/icon.tsx'
import { Time } from '#web/kit/time.tsx'
import { LetterText } from './letter-text.tsx'
import css from './operate.module.css'
import { type Letter, outboxQuery } from './queries.ts'

const states: Record<Letter['state'], { word: string; icon: IconName }> = {
  waiting: { word: 'Waiting', icon: 'outbox' },
  sent: { word: 'Sent', icon: 'check' },
  held: { word: 'Held here', icon: 'info' },
  failed: { word: 'Not sent', icon: 'error' },
}

/** One letter: to whom, about what, how it went; can be read and sent again where that is allowed. */
export function LetterRow({ letter }: { letter: Letter }) {
  const [open, setOpen] = useState(false)
  const known = useQueryClient()
  const retry = useMutation({
    mutationFn: () => api.post('/operate/outbox/{id}/retry', { params: { id: letter.id } }),
    onSuccess: () => known.invalidateQueries({ queryKey: outboxQuery.queryKey }),
  })
  const { word, icon } = states[letter.state]
  const about = `${letter.id}-about`
  return (
    <li>
      <div className={css.row}>
        <div className={css.main}>
          <p className={css.title} id={about}>
            {letter.subject}
          </p>
          <p className={css.soft}>
            to {letter.recipient} · <Time at={letter.createdAt} show="relative" />
          </p>
          {letter.lastError && letter.state !== 'sent' && <p className={css.soft}>{letter.lastError}</p>}
          {retry.error && <p role="alert">{retry.error.message}</p>}
        </div>
        <p className={css.state} data-state={letter.state}>
          <Icon name={icon} size={16} /> {word}
        </p>
        <div className={css.acts}>
          {letter.readable && (
            <Button aria-expanded={open} aria-describedby={about} onClick={() => setOpen(!open)}>
              {open ? 'Close' : 'Read'}
            </Button>
          )}
          {(letter.state === 'failed' || letter.state === 'held') && (
            <Button look="quiet" busy={retry.isPending} aria-describedby={about} onClick={() => retry.mutate()}>
              Send again
            </Button>
          )}
        </div>
      </div>
      {open && <LetterText id={letter.id} />}
    </li>
  )
}
