import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import hidden from '#web/kit/hidden.module.css'
import { Icon } from '#web/kit/icon.tsx'
import { useMaybeTeam } from '#web/team.ts'
import css from './inbox.module.css'
import { useLiveInbox } from './live-inbox.ts'
import { unreadQuery } from './queries.ts'

/** The bell in the head of every page: how much of the inbox was not read yet, kept up to date. */
export function Bell() {
  const team = useMaybeTeam()
  return team && team.role !== 'auditor' ? <TeamBell team={team.id} /> : null
}

function TeamBell({ team }: { team: string }) {
  useLiveInbox(team)
  const { data } = useQuery(unreadQuery(team))
  const unread = data?.unread ?? 0
  const count = unread >= 100 ? '99+' : String(unread)
  return (
    <Link to="/inbox" className={css.bell}>
      <Icon name="bell" size={20} />
      <span className={hidden.visually}>Inbox{unread > 0 ? `, ${count} unread` : ''}</span>
      {unread > 0 && (
        <span className={css.count} aria-hidden="true">
          {count}
        </span>
      )}
    </Link>
  )
}
