import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { Icon } from '#web/kit/icon.tsx'
import { ItemList, ItemRow, smallButton } from '#web/kit/item-list.tsx'
import { Section } from '#web/kit/section.tsx'
import { Time } from '#web/kit/time.tsx'
import { useTeam } from '#web/team.ts'
import css from './cards.module.css'
import { channelWord, stateIcon, stateWord } from './delivery-words.ts'
import { type Delivery, deliveriesQuery } from './queries.ts'

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
              <DeliveryRow delivery={one} />
            </li>
          ))}
        </ItemList>
      )}
    </Section>
  )
}

function DeliveryRow({ delivery }: { delivery: Delivery }) {
  const { id: team } = useTeam()
  const known = useQueryClient()
  const { id, title, state, says, note, along, nextAt, createdAt } = delivery
  const retry = useMutation({
    mutationFn: () => api.post('/teams/{team}/notifications/deliveries/{id}/retry', { params: { team, id } }),
    onSettled: () => known.invalidateQueries({ queryKey: deliveriesQuery(team).queryKey }),
  })
  return (
    <ItemRow
      name={title}
      badge={along > 0 ? `and ${along} more` : undefined}
      actions={
        state === 'failed' && (
          <Button look="quiet" className={smallButton} busy={retry.isPending} onClick={() => retry.mutate()}>
            Send again
          </Button>
        )
      }
    >
      <span className={css.state} data-state={state}>
        <Icon name={stateIcon[state]} size={16} /> {stateWord[state]}
      </span>
      {' · '}
      {channelWord(delivery)} · <Time at={createdAt} show="relative" past />
      {nextAt && (
        <>
          {' '}
          · leaves <Time at={nextAt} show="relative" />
        </>
      )}
      {says && <span> · {says}</span>}
      {note && <span> · {note}</span>}
      {retry.error && <span role="alert"> · {retry.error.message}</span>}
    </ItemRow>
  )
}
