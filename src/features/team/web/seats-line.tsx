import { Link } from '@tanstack/react-router'
import type { AnswerOf } from '#web/client.ts'
import css from './team.module.css'

type Seats = AnswerOf<'GET', '/teams/{team}/members'>['seats']

/** How many seats are taken, in words. */
export function SeatsLine({ seats, manages }: { seats: Seats; manages: boolean }) {
  const { limit, members, pending, plan } = seats
  const used = members + pending
  const invitations = pending === 1 ? 'one of them by an invitation' : `${pending} of them by invitations`
  const full = limit !== null && used >= limit
  return (
    <p className={css.seats}>
      {limit === null ? (
        <>
          <strong>{members}</strong> {members === 1 ? 'member' : 'members'}
          {pending > 0 && `, ${pending} invited`}
        </>
      ) : (
        <>
          <strong>
            {used} of {limit}
          </strong>{' '}
          {limit === 1 ? 'seat' : 'seats'} on {plan.name} taken
          {pending > 0 && `, ${invitations}`}
        </>
      )}
      {full && manages && (
        <>
          {' · '}The team is full: remove somebody, revoke an invitation, or choose{' '}
          <Link to="/settings/billing">a larger plan</Link>.
        </>
      )}
    </p>
  )
}
