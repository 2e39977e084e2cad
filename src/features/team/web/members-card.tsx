import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { Banner } from '#web/kit/banner.tsx'
import { Button } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { LinkButton } from '#web/kit/link-button.tsx'
import { Section } from '#web/kit/section.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import type { Team } from '#web/team.ts'
import { useFilters } from './filters.ts'
import { InvitePanel } from './invite-panel.tsx'
import { MemberFilters } from './member-filters.tsx'
import { MemberRow } from './member-row.tsx'
import { membersQuery } from './members-query.ts'
import { ResendStale } from './resend-stale.tsx'
import { SeatsLine } from './seats-line.tsx'
import css from './team.module.css'

/** The people of a team: members and those who are invited, and the way to invite more. */
export function MembersCard({ team }: { team: Team }) {
  const [filters, change] = useFilters()
  const [inviting, setInviting] = useState(false)
  const [note, setNote] = useState('')
  const button = useRef<HTMLButtonElement>(null)
  const list = useInfiniteQuery(membersQuery(team.id, filters))
  const manages = team.role === 'owner' || team.role === 'admin'
  const first = list.data?.pages[0]
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const narrowed = Object.keys(filters).some((name) => name !== 'sort')
  const closeInvite = () => {
    setInviting(false)
    requestAnimationFrame(() => button.current?.focus())
  }
  return (
    <Section
      id="members"
      title="Members"
      description={
        <>
          Who belongs to {team.name}, and what they may do. <Link to="/settings/team/roles">What each role may do</Link>
        </>
      }
      // The list needs the width that other cards leave to their title.
      style={{ gridTemplateColumns: 'minmax(0, 1fr)' }}
    >
      {first && (
        <div className={css.top}>
          <SeatsLine seats={first.seats} manages={manages} />
          {manages && !inviting && (
            <Button ref={button} look="primary" onClick={() => setInviting(true)}>
              Invite people
            </Button>
          )}
        </div>
      )}
      {inviting && first && (
        <InvitePanel
          team={team}
          roles={first.rolesToGive}
          onCancel={closeInvite}
          onInvited={(says) => {
            setNote(says)
            closeInvite()
          }}
        />
      )}
      {note && (
        <Banner tone="good" onDismiss={() => setNote('')}>
          {note}
        </Banner>
      )}
      <MemberFilters filters={filters} manages={manages} onChange={change} />
      {manages && (filters.status === 'expired' || items.some(({ status }) => status === 'expired')) && (
        <ResendStale team={team.id} onDone={setNote} />
      )}
      {list.error && !first ? (
        <Banner
          tone="bad"
          title="The members could not be read"
          actions={<Button onClick={() => void list.refetch()}>Try again</Button>}
        >
          {list.error.message}
        </Banner>
      ) : !first ? (
        <Skeleton lines={5} what="Reading the members" />
      ) : items.length === 0 ? (
        <EmptyState
          title="Nobody matches"
          action={
            narrowed && (
              <LinkButton onClick={() => change({ search: '', role: '', status: '', twoFactor: '' })}>
                Clear filters
              </LinkButton>
            )
          }
        >
          There are members, but none like this.
        </EmptyState>
      ) : (
        // biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one
        <ul className={css.list} role="list" aria-label="Members" aria-busy={list.isPlaceholderData}>
          {items.map((item) => (
            <MemberRow key={item.id} team={team} of={item} onNote={setNote} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <div>
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </Section>
  )
}
