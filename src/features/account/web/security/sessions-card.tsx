import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { ItemList } from '#web/kit/item-list.tsx'
import { Section } from '#web/kit/section.tsx'
import { EndSessions } from './end-sessions.tsx'
import { sessionsQuery } from './security-queries.ts'
import { groupsOf } from './session-groups.ts'
import { SessionItem } from './session-item.tsx'
import { Unread } from './unread.tsx'

/** Where the person is signed in: this browser first, sessions of one browser together. */
export function SessionsCard() {
  const { data, error } = useQuery(sessionsQuery)
  const body = useRef<HTMLDivElement>(null)
  const focusBody = () => body.current?.focus()
  return (
    <Section
      id="sessions"
      title="Sessions"
      description="Where you are signed in. Signing one out takes effect with its next request."
    >
      <div ref={body} tabIndex={-1}>
        {data === undefined ? (
          <Unread what="sessions" error={error} />
        ) : (
          <ItemList name="Sessions">
            {groupsOf(data.items).map((group) => (
              <li key={group.id}>
                <SessionItem group={group} onEnded={focusBody} />
              </li>
            ))}
          </ItemList>
        )}
      </div>
      {data && <EndSessions others={data.items.length - 1} onEnded={focusBody} />}
    </Section>
  )
}
