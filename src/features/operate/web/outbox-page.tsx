import { useInfiniteQuery } from '@tanstack/react-query'
import { Banner } from '#web/kit/banner.tsx'
import { Button } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { PageHeading } from '#web/shell/page-heading.tsx'
import { LetterRow } from './letter-row.tsx'
import css from './operate.module.css'
import { outboxQuery } from './queries.ts'

/** Every letter this installation wrote, and what became of it. */
export function OutboxPage() {
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    ...outboxQuery,
    throwOnError: true,
  })
  return (
    <>
      <PageHeading title="Outbox">
        Every letter this installation wrote, newest first, and what became of it.
      </PageHeading>
      <div className={css.content}>
        {!data && <Skeleton lines={5} what="Reading the outbox" />}
        {data && <Letters pages={data.pages} />}
        {hasNextPage && (
          <div>
            <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              Show older letters
            </Button>
          </div>
        )}
      </div>
    </>
  )
}

type Pages = NonNullable<Awaited<ReturnType<NonNullable<typeof outboxQuery.queryFn>>>>[]

function Letters({ pages }: { pages: Pages }) {
  const letters = pages.flatMap(({ items }) => items)
  if (letters.length === 0) {
    return (
      <EmptyState title="No letters yet">
        Letters appear here when somebody signs up, verifies an address or asks for a new password.
      </EmptyState>
    )
  }
  return (
    <>
      {letters.some(({ state }) => state === 'held') && (
        <Banner title="Letters are held on this machine">
          <p>
            No mail server is set up. Set SMTP_URL and start again, and new letters are sent; held ones can be sent
            then.
          </p>
        </Banner>
      )}
      <ul className={css.rows}>
        {letters.map((letter) => (
          <LetterRow key={letter.id} letter={letter} />
        ))}
      </ul>
    </>
  )
}
