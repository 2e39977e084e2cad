import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { ItemList, ItemRow, smallButton } from '#web/kit/item-list.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { Time } from '#web/kit/time.tsx'
import { PageHeading } from '#web/shell/page-heading.tsx'
import { channelWord } from './delivery-words.ts'
import css from './inbox.module.css'
import { deadQuery } from './queries.ts'
import { type WebhookType, webhookTypes } from './webhook-types.ts'

/** For the operator: messages of all teams that were given up, with what the other side said; what they tell is not shown. */
export function DeadNotificationsPage() {
  const known = useQueryClient()
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    ...deadQuery,
    throwOnError: true,
  })
  const retry = useMutation({
    mutationFn: (id: string) => api.post('/operate/notifications/{id}/retry', { params: { id } }),
    onSettled: () => known.invalidateQueries({ queryKey: deadQuery.queryKey }),
  })
  const items = data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <PageHeading title="Undelivered notifications">
        Messages of all teams that were given up, newest first, and what the other side said.
      </PageHeading>
      <div className={css.more}>
        {!data && <Skeleton lines={4} what="Reading what was given up" />}
        {data && items.length === 0 && (
          <EmptyState title="Nothing was given up">Every message was taken, or is still being tried.</EmptyState>
        )}
        {items.length > 0 && (
          <ItemList name="Undelivered notifications">
            {items.map((one) => (
              <li key={one.id}>
                <ItemRow
                  name={`${webhookTypes[one.type as WebhookType] ?? one.type} by ${channelWord(one)}`}
                  actions={
                    <Button look="quiet" className={smallButton} onClick={() => retry.mutate(one.id)}>
                      Send again
                    </Button>
                  }
                >
                  {one.says} · {one.teamId} · <Time at={one.createdAt} show="relative" past />
                </ItemRow>
              </li>
            ))}
          </ItemList>
        )}
        {retry.error && <p role="alert">{retry.error.message}</p>}
        {hasNextPage && (
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show older
          </Button>
        )}
      </div>
    </>
  )
}
