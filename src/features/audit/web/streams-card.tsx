import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '#web/kit/button.tsx'
import { ItemList } from '#web/kit/item-list.tsx'
import { Section } from '#web/kit/section.tsx'
import type { Team } from '#web/team.ts'
import { streamsQuery } from './log-queries.ts'
import { StreamForm } from './stream-form.tsx'
import { StreamRow } from './stream-row.tsx'
import css from './streams-card.module.css'

/** Where the log is sent on to, for those who manage it. */
export function StreamsCard({ team }: { team: Team }) {
  const known = useQueryClient()
  const { data } = useQuery(streamsQuery(team.id))
  const [adding, setAdding] = useState(false)
  const [secret, setSecret] = useState<string | null>(null)
  const refresh = () => known.invalidateQueries({ queryKey: streamsQuery(team.id).queryKey })
  const items = data?.items ?? []
  return (
    <Section
      id="audit-streams"
      title="Streaming"
      description="Every entry, as soon as it is sealed, to a signed webhook or a syslog server over TLS. Entries are numbered: a gap shows, and can be sent again."
    >
      {items.length > 0 && (
        <ItemList name="Streams of the audit log">
          {items.map((stream) => (
            <li key={stream.id}>
              <StreamRow team={team} stream={stream} onChange={refresh} />
            </li>
          ))}
        </ItemList>
      )}
      {secret && (
        <div className={css.secret} role="status">
          <p>
            This secret signs what the webhook gets, in <code>X-AegisRunner-Signature</code>. It is shown this once;
            store it now.
          </p>
          <code className={css.value}>{secret}</code>
          <div>
            <Button onClick={() => setSecret(null)}>I have stored it</Button>
          </div>
        </div>
      )}
      {adding ? (
        <StreamForm
          team={team}
          onDone={(added) => {
            setAdding(false)
            setSecret(added)
            void refresh()
          }}
          onCancel={() => setAdding(false)}
        />
      ) : (
        <div>
          <Button onClick={() => setAdding(true)}>Send the log on</Button>
        </div>
      )}
    </Section>
  )
}
