import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { refreshTeam } from './members-query.ts'
import css from './team.module.css'

/** Sends everything again that has expired or waits for more than three days. */
export function ResendStale({ team, onDone }: { team: string; onDone(says: string): void }) {
  const form = useForm({
    initial: {},
    labels: {},
    needsEdit: false,
    save: async () => {
      const { sent, overSeats } = await api.post('/teams/{team}/invitations/stale/letters', { params: { team } })
      await refreshTeam()
      const rest = overSeats > 0 ? ` ${overSeats} have no seat left.` : ''
      onDone(`${sent === 1 ? 'One invitation was' : `${sent} invitations were`} sent again.${rest}`)
    },
  })
  return (
    <div className={css.stale}>
      <ErrorSummary form={form} />
      <Button busy={form.saving} onClick={() => void form.submit()}>
        Send all stale invitations again
      </Button>
      <p className={css.small}>
        Those that expired, or were not answered for three days. Their old links stop working.
      </p>
    </div>
  )
}
