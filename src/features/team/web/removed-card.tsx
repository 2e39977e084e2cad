import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiRefusal } from '#web/api-refusal.ts'
import { api } from '#web/client.ts'
import { Banner } from '#web/kit/banner.tsx'
import { Button } from '#web/kit/button.tsx'
import { ItemList, ItemRow, smallButton } from '#web/kit/item-list.tsx'
import { Section } from '#web/kit/section.tsx'
import { Time } from '#web/kit/time.tsx'
import { formerQuery, refreshTeam } from './members-query.ts'
import { roleNames } from './role-names.ts'

/** Who was removed in the last 30 days, with the way back. Not there while nobody was. */
export function RemovedCard({ team }: { team: string }) {
  const { data } = useQuery(formerQuery(team))
  const [note, setNote] = useState<{ tone: 'good' | 'bad'; says: string }>()
  const restore = async (member: string, name: string) => {
    try {
      await api.post('/teams/{team}/former-members/{member}/restoration', { params: { team, member } })
      await refreshTeam()
      setNote({ tone: 'good', says: `${name} is back, with the role they had. They make new API keys themselves.` })
    } catch (refusal) {
      if (!(refusal instanceof ApiRefusal)) throw refusal
      setNote({ tone: 'bad', says: refusal.message })
    }
  }
  if (!data || (data.items.length === 0 && !note)) return null
  return (
    <Section
      id="removed"
      title="Recently removed"
      description="For 30 days you can take somebody back with the role they had."
    >
      {note && (
        <Banner tone={note.tone} onDismiss={() => setNote(undefined)}>
          {note.says}
        </Banner>
      )}
      {data.items.length > 0 && (
        <ItemList name="Recently removed">
          {data.items.map(({ id, name, email, role, removedAt, removedBy, restorableUntil }) => (
            <li key={id}>
              <ItemRow
                name={name}
                actions={
                  <Button
                    look="quiet"
                    className={smallButton}
                    aria-label={`Take ${name} back`}
                    onClick={() => void restore(id, name)}
                  >
                    Take back
                  </Button>
                }
              >
                {email} · {roleNames[role]} · removed <Time at={removedAt} show="relative" past />
                {removedBy && ` by ${removedBy}`} · until <Time at={restorableUntil} show="date" />
              </ItemRow>
            </li>
          ))}
        </ItemList>
      )}
    </Section>
  )
}
