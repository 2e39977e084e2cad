import { useRef, useState } from 'react'
import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import { ItemQuestion } from '#web/kit/item-question.tsx'
import { useAct } from '../act.ts'
import { ActNote } from '../act-note.tsx'
import { focusSoon } from '../focus-soon.ts'
import css from './end-sessions.module.css'
import { refreshSecurity } from './security-queries.ts'

/** Signing out more than one: all the others at one press, or everywhere after a question. */
export function EndSessions({ others, onEnded }: { others: number; onEnded(): void }) {
  const act = useAct()
  const [asking, setAsking] = useState(false)
  const everywhere = useRef<HTMLButtonElement>(null)
  const endOthers = async () => {
    const ended = await act.run(async () => {
      const { ended: count } = await api.delete('/account/sessions')
      await refreshSecurity()
      return count === 1 ? 'The other session was signed out.' : `${count} other sessions were signed out.`
    })
    if (ended) onEnded()
  }
  const keep = () => {
    setAsking(false)
    focusSoon(() => everywhere.current)
  }
  if (asking) {
    return (
      <ItemQuestion act="Sign out everywhere" keep="Stay signed in" onAct={endEverywhere} onKeep={keep}>
        Sign out everywhere, here too? You need your password to come back.
      </ItemQuestion>
    )
  }
  return (
    <div className={css.end}>
      <div className={css.actions}>
        {others > 0 && (
          <Button busy={act.busy} onClick={() => void endOthers()}>
            Sign out all others ({others})
          </Button>
        )}
        <Button ref={everywhere} look="quiet" onClick={() => setAsking(true)}>
          Sign out everywhere
        </Button>
      </div>
      <ActNote of={act} />
    </div>
  )
}

/** Ends this session too, and loads the sign-in page anew, so that nothing of this person stays in memory. */
async function endEverywhere(): Promise<void> {
  await api.delete('/account/sessions/everywhere')
  location.assign('/sign-in')
}
