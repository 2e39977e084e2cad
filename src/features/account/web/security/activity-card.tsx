import { useInfiniteQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { announce } from '#web/kit/announce.tsx'
import { Button } from '#web/kit/button.tsx'
import { Section } from '#web/kit/section.tsx'
import { focusSoon } from '../focus-soon.ts'
import css from './activity-card.module.css'
import { ActivityItem } from './activity-item.tsx'
import { activityQuery } from './security-queries.ts'
import { Unread } from './unread.tsx'

/** What happened to the account lately, as sentences. Shown on every plan: these are the person's own events. */
export function ActivityCard() {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(activityQuery)
  const list = useRef<HTMLUListElement>(null)
  const items = data?.pages.flatMap((page) => page.items) ?? []
  const showMore = async () => {
    const before = items.length
    await fetchNextPage()
    announce('More events are shown.')
    focusSoon(() => list.current?.children[before] as HTMLElement | undefined)
  }
  return (
    <Section
      id="activity"
      title="Recent activity"
      description="Sign-ins and changes to your account. Something you do not recognise? Secure your account below."
    >
      {data === undefined ? (
        <Unread what="recent activity" error={error} />
      ) : (
        <>
          {/* biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one */}
          <ul ref={list} className={css.list} role="list" aria-label="Recent activity">
            {items.map((event) => (
              <ActivityItem key={event.id} event={event} />
            ))}
          </ul>
          {hasNextPage && (
            <div>
              <Button busy={isFetchingNextPage} onClick={() => void showMore()}>
                Show more
              </Button>
            </div>
          )}
        </>
      )}
    </Section>
  )
}
