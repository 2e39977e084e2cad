import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { ItemList } from '#web/kit/item-list.tsx'
import { SelectField } from '#web/kit/select-field.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { PageHeading } from '#web/shell/page-heading.tsx'
import type { Standing } from '../standings.ts'
import css from './all-deliveries.module.css'
import { DeliveryRow } from './delivery-row.tsx'
import { channelWord } from './delivery-words.ts'
import { allDeliveriesQuery } from './queries.ts'
import { type WebhookType, webhookTypes } from './webhook-types.ts'

const choices: { value: Standing; label: string }[] = [
  { value: 'failed', label: 'Given up' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'sent', label: 'Sent' },
  { value: 'all', label: 'All' },
]

const nothing: Record<Standing, [title: string, says: string]> = {
  failed: ['Nothing was given up', 'Every message was taken, or is still being tried.'],
  waiting: ['Nothing is waiting', 'Every message was taken or given up.'],
  sent: ['Nothing was sent yet', 'Messages appear here once the other side has taken them.'],
  all: ['No messages yet', 'Messages appear here when something happens that somebody wants to know.'],
}

/** For the operator: messages of all teams by e-mail, Slack and webhook, with what the other side said; what they tell is not shown. */
export function AllDeliveriesPage() {
  const state = (useSearch({ from: '/shell/operate/notifications' }) as { show?: Standing }).show ?? 'failed'
  const navigate = useNavigate()
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    ...allDeliveriesQuery(state),
    throwOnError: true,
  })
  const items = data?.pages.flatMap((page) => page.items) ?? []
  const choose = (value: string) =>
    void navigate({
      to: '/operate/notifications',
      search: ({ team }) => ({ ...(team && { team }), show: value as Standing }),
    })
  return (
    <>
      <PageHeading title="Notifications">
        Messages of all teams by e-mail, Slack and webhook, newest first, and what the other side said.
      </PageHeading>
      <div className={css.content}>
        <div className={css.filter}>
          <SelectField id="show" error={undefined} label="Show" value={state} onChange={choose} choices={choices} />
        </div>
        {!data && <Skeleton lines={4} what="Reading the messages" />}
        {data && items.length === 0 && <EmptyState title={nothing[state][0]}>{nothing[state][1]}</EmptyState>}
        {items.length > 0 && (
          <ItemList name="Notifications">
            {items.map((one) => (
              <li key={one.id}>
                <DeliveryRow
                  name={`${webhookTypes[one.type as WebhookType] ?? one.type} by ${channelWord(one)}`}
                  delivery={one}
                  again={() => api.post('/operate/notifications/{id}/retry', { params: { id: one.id } })}
                  listed={['operate', 'notifications']}
                >
                  {one.teamId}
                  {one.attempts > 1 && ` · ${one.attempts} tries`}
                </DeliveryRow>
              </li>
            ))}
          </ItemList>
        )}
        {hasNextPage && (
          <div>
            <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              Show older
            </Button>
          </div>
        )}
      </div>
    </>
  )
}
