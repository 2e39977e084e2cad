import { useRef, useState } from 'react'
import { Avatar } from '#web/kit/avatar.tsx'
import { Button } from '#web/kit/button.tsx'
import { Icon } from '#web/kit/icon.tsx'
import { smallButton } from '#web/kit/item-list.tsx'
import { Time } from '#web/kit/time.tsx'
import type { Team } from '#web/team.ts'
import { InvitationActions } from './invitation-actions.tsx'
import { MemberPanel } from './member-panel.tsx'
import type { Member } from './members-query.ts'
import { roleNames } from './role-names.ts'
import css from './team.module.css'

interface MemberRowProps {
  team: Team
  of: Member
  onNote(says: string): void
}

/** One person on the list. A member's row opens to what they may do, their role, and their removal. */
export function MemberRow({ team, of: member, onNote }: MemberRowProps) {
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const close = () => {
    setOpen(false)
    requestAnimationFrame(() => button.current?.focus())
  }
  const invited = member.kind === 'invitation'
  return (
    // Esc closes what the button opened.
    <li
      className={css.item}
      onKeyDown={(event) => event.key === 'Escape' && open && !event.defaultPrevented && close()}
    >
      <div className={css.row}>
        <Avatar initials={member.initials} url={member.avatarUrl} size={36} />
        <div className={css.who}>
          <p className={css.name}>
            {member.name}
            {member.you && <span className={css.badge}>You</span>}
          </p>
          {!invited && <p className={css.email}>{member.email}</p>}
        </div>
        <p className={css.role}>{roleNames[member.role]}</p>
        <div className={css.state}>
          <Status member={member} />
        </div>
        <div className={css.actions}>
          {invited ? (
            member.mayRemove && <InvitationActions team={team.id} of={member} onNote={onNote} />
          ) : (
            <Button
              ref={button}
              look="quiet"
              className={smallButton}
              aria-expanded={open}
              aria-label={`${open ? 'Close' : 'Details of'} ${member.name}`}
              onClick={() => setOpen(!open)}
            >
              {open ? 'Close' : 'Details'}
            </Button>
          )}
        </div>
      </div>
      {open && <MemberPanel team={team} of={member} onNote={onNote} />}
    </li>
  )
}

function Status({ member: { status, since, expiresAt, lastActiveAt, twoFactor } }: { member: Member }) {
  if (status === 'expired')
    return (
      <p className={css.warn}>
        <Icon name="warning" size={15} />
        <span>Expired {expiresAt && <Time at={expiresAt} show="relative" past />}</span>
      </p>
    )
  if (status === 'pending')
    return (
      <p>
        Pending, invited <Time at={since} show="relative" past />
      </p>
    )
  return (
    <>
      <p>
        Active
        {lastActiveAt && (
          <>
            , last here <Time at={lastActiveAt} show="relative" past />
          </>
        )}
      </p>
      {twoFactor !== null && (
        <p className={twoFactor ? css.good : css.off}>
          {twoFactor && <Icon name="shield" size={15} />}
          {twoFactor ? '2FA on' : '2FA off'}
        </p>
      )}
    </>
  )
}
