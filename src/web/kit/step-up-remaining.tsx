import { useQuery } from '@tanstack/react-query'
import { minutes } from '#platform/clock.ts'
import { api } from '../client.ts'
import { confirmationQuery, rememberProof } from '../confirmation.ts'
import { announce } from './announce.tsx'
import { Icon } from './icon.tsx'
import { LinkButton } from './link-button.tsx'
import { useNow } from './now.ts'
import css from './step-up-remaining.module.css'

/** How many more minutes the last proof of identity holds, with a button that ends it now. Nothing while there is none. */
export function StepUpRemaining() {
  const { data } = useQuery(confirmationQuery)
  const now = useNow()
  const left = data?.confirmedUntil ? new Date(data.confirmedUntil).getTime() - now.getTime() : 0
  if (left <= 0) return null
  const end = async () => {
    await api.delete('/auth/confirmation')
    rememberProof(null)
    announce('Your confirmation has ended.')
  }
  return (
    <p className={css.line}>
      <Icon name="shield" size={16} />
      <span>Identity confirmed for another {minutesInWords(left)}: no question in between.</span>
      <LinkButton onClick={() => void end()}>End now</LinkButton>
    </p>
  )
}

function minutesInWords(left: number): string {
  const count = Math.ceil(left / minutes(1))
  return count === 1 ? 'minute' : `${count} minutes`
}
