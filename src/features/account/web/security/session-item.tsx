import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import { ItemRow, smallButton } from '#web/kit/item-list.tsx'
import { Time } from '#web/kit/time.tsx'
import { useAct } from '../act.ts'
import { ActNote } from '../act-note.tsx'
import { refreshSecurity, type Session } from './security-queries.ts'
import { methodInWords, type SessionGroup } from './session-groups.ts'
import css from './session-item.module.css'

/** One browser with its sessions: the one used last, and the others folded away. */
export function SessionItem({ group: { first, more }, onEnded }: { group: SessionGroup; onEnded(): void }) {
  return (
    <div className={css.item}>
      <OneSession
        session={first}
        name={first.device}
        badge={first.current ? 'This device' : undefined}
        onEnded={onEnded}
      />
      {more.length > 0 && (
        <details className={css.more}>
          <summary>{more.length === 1 ? '1 more session' : `${more.length} more sessions`} in this browser</summary>
          <ul>
            {more.map((session) => (
              <li key={session.id}>
                <OneSession session={session} name="Another session" onEnded={onEnded} />
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

interface OneSessionProps {
  session: Session
  name: string
  badge?: string | undefined
  onEnded(): void
}

function OneSession({ session, name, badge, onEnded }: OneSessionProps) {
  const act = useAct()
  const { id, current, ip, method, startedAt, lastActiveAt, device } = session
  const end = async () => {
    const ended = await act.run(async () => {
      await api.delete('/account/sessions/{id}', { params: { id } })
      await refreshSecurity()
      return `${device} was signed out.`
    })
    if (ended) onEnded()
    else void refreshSecurity() // it may have ended elsewhere meanwhile
  }
  return (
    <>
      <ItemRow
        name={name}
        badge={badge}
        actions={
          !current && (
            <Button
              className={smallButton}
              busy={act.busy}
              onClick={() => void end()}
              aria-label={`Sign out ${name === device ? device : `another session in ${device}`}, ${ip}`}
            >
              Sign out
            </Button>
          )
        }
      >
        <span className={css.ip}>{ip}</span> · {methodInWords(method)}
        <br />
        Started <Time at={startedAt} show="relative" past />
        {current ? (
          ' · active now'
        ) : (
          <>
            {' '}
            · last active <Time at={lastActiveAt} show="relative" past />
          </>
        )}
      </ItemRow>
      {act.phase === 'refused' && <ActNote of={act} />}
    </>
  )
}
