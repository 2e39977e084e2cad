import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import hidden from '#web/kit/hidden.module.css'
import { LinkButton } from '#web/kit/link-button.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { Time } from '#web/kit/time.tsx'
import { PageHeading } from '#web/shell/page-heading.tsx'
import { useMaybeTeam } from '#web/team.ts'
import css from './inbox.module.css'
import { inboxQuery } from './queries.ts'

/** Everything one was told in this team, newest first. */
export function InboxPage() {
  const team = useMaybeTeam()
  return (
    <>
      <PageHeading title="Inbox">
        What you were told{team && ` of ${team.name}`}, newest first. Kept for 90 days.
      </PageHeading>
      {!team || team.role === 'auditor' ? (
        <EmptyState title="Nothing is told to your role">Auditors read the audit log.</EmptyState>
      ) : (
        <Inbox key={team.id} team={team.id} />
      )}
    </>
  )
}

function Inbox({ team }: { team: string }) {
  const known = useQueryClient()
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    ...inboxQuery(team),
    throwOnError: true,
  })
  const read = useMutation({
    mutationFn: (ids: string[] | null) => api.post('/teams/{team}/inbox/read', { params: { team }, body: { ids } }),
    onSettled: () => known.invalidateQueries({ queryKey: ['notifications', team] }),
  })
  if (!data) return <Skeleton lines={5} what="Reading your inbox" />
  const lines = data.pages.flatMap(({ items }) => items)
  const unread = data.pages[0]?.unread ?? 0
  if (lines.length === 0) {
    return (
      <EmptyState title="Nothing yet">
        Failed tests, completed schedules, usage and billing stand here as soon as there is something to tell.
      </EmptyState>
    )
  }
  return (
    <>
      <div className={css.top}>
        <p role="status">{unread === 0 ? 'All read' : `${unread >= 100 ? 'More than 99' : unread} unread`}</p>
        <Button
          reason={unread === 0 ? 'Everything is read.' : undefined}
          busy={read.isPending}
          onClick={() => read.mutate(null)}
        >
          Mark all as read
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one */}
      <ul className={css.lines} role="list">
        {lines.map((line) => (
          <Line key={line.id} line={line} onRead={() => read.mutate([line.id])} />
        ))}
      </ul>
      {hasNextPage && (
        <div className={css.more}>
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show older
          </Button>
        </div>
      )}
    </>
  )
}

type LineView = NonNullable<Awaited<ReturnType<NonNullable<ReturnType<typeof inboxQuery>['queryFn']>>>>['items'][number]

function Line({ line, onRead }: { line: LineView; onRead(): void }) {
  const navigate = useNavigate()
  const open = () => {
    if (!line.read) onRead()
    void navigate({ href: line.link.path })
  }
  return (
    <li data-unread={line.read ? undefined : ''}>
      <span className={css.dot} />
      <p className={css.title}>
        {!line.read && <span className={hidden.visually}>Unread: </span>}
        {line.title}
        {line.along > 0 && ` and ${line.along} more within minutes`}
      </p>
      <span className={css.when}>
        <Time at={line.at} show="relative" past />
      </span>
      <p className={css.says}>
        {line.says && `${line.says} `}
        <LinkButton onClick={open}>{line.link.label}</LinkButton>
        {!line.read && (
          <>
            {' · '}
            <LinkButton onClick={onRead}>Mark as read</LinkButton>
          </>
        )}
      </p>
    </li>
  )
}
