import { useSuspenseQuery } from '@tanstack/react-query'
import { api } from '#web/client.ts'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { ItemList } from '#web/kit/item-list.tsx'
import { Section } from '#web/kit/section.tsx'
import { useTeam } from '#web/team.ts'
import { DeliveryRow } from './delivery-row.tsx'
import { channelWord } from './delivery-words.ts'
import { deliveriesQuery } from './queries.ts'

/** The last messages to this person: by which channel, what became of each, and what the other side said. */
export function DeliveriesCard() {
  const { id: team } = useTeam()
  const { data } = useSuspenseQuery(deliveriesQuery(team))
  return (
    <Section
      id="deliveries"
      title="Last deliveries"
      description="What you were sent, and what the mail server or Slack said. Kept for 90 days."
    >
      {data.items.length === 0 ? (
        <EmptyState title="Nothing was sent yet">Send a test above to see one here.</EmptyState>
      ) : (
        <ItemList name="Last deliveries">
          {data.items.map((one) => (
            <li key={one.id}>
              <DeliveryRow
                name={one.title}
                badge={one.along > 0 ? `and ${one.along} more` : undefined}
                delivery={one}
                again={() =>
                  api.post('/teams/{team}/notifications/deliveries/{id}/retry', { params: { team, id: one.id } })
                }
                listed={deliveriesQuery(team).queryKey}
              >
                {channelWord(one)}
              </DeliveryRow>
            </li>
          ))}
        </ItemList>
      )}
    </Section>
  )
}
