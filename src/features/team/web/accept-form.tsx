import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { accountQuery } from '#web/account.ts'
import { Button } from '#web/kit/button.tsx'
import { DialogActions } from '#web/kit/dialog.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { queries } from '#web/queries.ts'
import { QuietPage } from '#web/shell/quiet-page.tsx'
import { invitationLead } from './invitation-words.ts'
import type { GivenRole } from './members-query.ts'
import css from './team.module.css'

interface AcceptFormProps {
  team: string
  role: GivenRole
  inviter: string
  message: string
  /** Below the question, such as that the team is full. */
  note?: ReactNode
  accept(): Promise<{ team: { id: string } }>
  decline(): Promise<void>
}

/** Joins or declines, signed in as the right person. */
export function AcceptForm({ team, role, inviter, message, note, accept, decline }: AcceptFormProps) {
  const router = useRouter()
  const joining = useForm({
    initial: {},
    labels: {},
    needsEdit: false,
    save: async () => {
      const joined = await accept()
      await queries.fetchQuery({ ...accountQuery, staleTime: 0 })
      await router.navigate({ to: '/welcome', search: { team: joined.team.id } })
    },
  })
  const declining = useForm({ initial: {}, labels: {}, needsEdit: false, save: decline })
  return (
    <QuietPage title={`Join ${team}`} lead={invitationLead({ inviter, team, role })}>
      <ErrorSummary form={joining} />
      <ErrorSummary form={declining} />
      {message && <blockquote className={css.quote}>{message}</blockquote>}
      {note}
      <DialogActions>
        <Button look="primary" busy={joining.saving} onClick={() => void joining.submit()}>
          Join the team
        </Button>
        <Button look="quiet" busy={declining.saving} onClick={() => void declining.submit()}>
          Decline
        </Button>
      </DialogActions>
    </QuietPage>
  )
}
