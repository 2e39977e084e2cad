import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Button } from '#web/kit/button.tsx'
import { ChoiceGroup } from '#web/kit/choice-group.tsx'
import { DialogActions } from '#web/kit/dialog.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { Field } from '#web/kit/field.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { refreshTeam } from './members-query.ts'
import { roleNames } from './role-names.ts'
import css from './team.module.css'

/** Chooses a member to offer ownership to, and whether to stay an owner. */
export function OfferForm({ team }: { team: string }) {
  const [open, setOpen] = useState(false)
  const form = useForm({
    initial: { search: '', memberId: '', shared: 'hand-over' },
    labels: { search: 'Find a member', memberId: 'To whom', shared: 'And you?' },
    needsEdit: false,
    check: ({ memberId }) => ({ memberId: memberId === '' ? 'Choose a member.' : undefined }),
    save: async ({ memberId, shared }) => {
      const body = { memberId, shared: shared === 'share' }
      await api.post('/teams/{team}/ownership-offer', { params: { team }, body })
      await refreshTeam()
      announce('The offer is on its way.')
    },
  })
  const candidates = useCandidates(team, form.values.search)
  if (!open)
    return (
      <div>
        <Button onClick={() => setOpen(true)}>Offer ownership</Button>
      </div>
    )
  return (
    <form
      noValidate
      className={css.form}
      aria-label="Offer ownership"
      onSubmit={(event) => {
        event.preventDefault()
        void form.submit()
      }}
    >
      <ErrorSummary form={form} />
      <Field {...form.field('search')} optional autoComplete="off" maxLength={100} />
      {candidates.length === 0 ? (
        <p className={css.small}>No other member is called that. Invite them first.</p>
      ) : (
        <ChoiceGroup
          {...form.field('memberId')}
          choices={candidates.map(({ id, name, email, role }) => ({
            value: id,
            label: name,
            says: `${email} · ${roleNames[role]}`,
          }))}
        />
      )}
      <ChoiceGroup
        {...form.field('shared')}
        choices={[
          { value: 'hand-over', label: 'I become an admin', says: 'The team is theirs alone.' },
          { value: 'share', label: 'I stay an owner too', says: 'Either of you can then do everything.' },
        ]}
      />
      <DialogActions>
        <Button type="submit" look="primary" busy={form.saving}>
          Send the offer
        </Button>
        <Button look="quiet" onClick={() => setOpen(false)}>
          Cancel
        </Button>
      </DialogActions>
    </form>
  )
}

/** Members who could receive it. */
function useCandidates(team: string, search: string) {
  const { data } = useQuery({
    queryKey: ['owner-candidates', team, search.trim()],
    queryFn: ({ signal }) => {
      const query = { status: 'active' as const, limit: 9, ...(search.trim() && { search: search.trim() }) }
      return api.get('/teams/{team}/members', { params: { team }, query, signal })
    },
    placeholderData: (before) => before,
  })
  return (data?.items ?? []).filter(({ you, role }) => !you && role !== 'owner')
}
