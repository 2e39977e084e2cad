import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { accountQuery } from '#web/account.ts'
import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import { Dialog, DialogActions } from '#web/kit/dialog.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { Field } from '#web/kit/field.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { queries } from '#web/queries.ts'
import css from './team.module.css'

/** A button that opens the dialog. */
export function CreateTeamButton() {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>Create a team</Button>
      <CreateTeamDialog open={open} onClose={() => setOpen(false)} />
    </>
  )
}

/** Asks for the new team's name, makes it, and goes on in it. */
export function CreateTeamDialog({ open, onClose }: { open: boolean; onClose(): void }) {
  const navigate = useNavigate()
  const form = useForm({
    initial: { name: '' },
    labels: { name: 'Name of the team' },
    needsEdit: false,
    check: ({ name }) => ({ name: name.trim() === '' ? 'Enter a name for the team.' : undefined }),
    save: async ({ name }) => {
      const { id } = await api.post('/teams', { body: { name }, idempotencyKey: crypto.randomUUID() })
      await queries.invalidateQueries({ queryKey: accountQuery.queryKey })
      onClose()
      await navigate({ to: '/settings/team', search: { team: id } })
    },
  })
  return (
    <Dialog open={open} title="Create a team" onClose={onClose}>
      <form
        noValidate
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault()
          void form.submit()
        }}
      >
        <ErrorSummary form={form} />
        <p className={css.small}>
          You own it. Its projects, people, plan and audit log are its own. It starts on the smallest plan: the trial
          belongs to your first team.
        </p>
        <Field {...form.field('name')} autoComplete="off" maxLength={80} />
        <DialogActions>
          <Button type="submit" look="primary" busy={form.saving}>
            Create the team
          </Button>
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
