import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { type AnswerOf, api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Button } from '#web/kit/button.tsx'
import { DialogActions } from '#web/kit/dialog.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { FieldFrame } from '#web/kit/field.tsx'
import { SelectField } from '#web/kit/select-field.tsx'
import { useUnsaved } from '#web/kit/unsaved.ts'
import { useForm } from '#web/kit/use-form.ts'
import type { Team } from '#web/team.ts'
import { InviteVerdicts } from './invite-verdicts.tsx'
import { type GivenRole, type Role, refreshTeam } from './members-query.ts'
import { addressesIn } from './pasted.ts'
import { roleChoices } from './role-names.ts'
import css from './team.module.css'

interface InvitePanelProps {
  team: Team
  roles: readonly Role[]
  onCancel(): void
  onInvited(says: string): void
}

/** Invites people: pasted addresses with a verdict for each, role, message, and what it means for seats and money before anything is sent. */
export function InvitePanel({ team, roles, onCancel, onInvited }: InvitePanelProps) {
  const box = useRef<HTMLFormElement>(null)
  const attempt = useRef(crypto.randomUUID())
  const form = useForm({
    initial: {
      addresses: '',
      role: (roles.includes('member') ? 'member' : (roles[0] ?? 'member')) as string,
      message: '',
    },
    labels: { addresses: 'E-mail addresses', role: 'Role', message: 'Message' },
    needsEdit: false,
    check: ({ addresses }) => ({
      addresses: addressesIn(addresses).length === 0 ? 'Enter at least one address.' : undefined,
    }),
    save: async ({ addresses, role, message }) => {
      const body = { addresses: addressesIn(addresses), role: role as GivenRole, message }
      const params = { team: team.id }
      const { lines } = await api.post('/teams/{team}/invitations', { params, body, idempotencyKey: attempt.current })
      attempt.current = crypto.randomUUID()
      await refreshTeam()
      const says = outcome(lines)
      announce(says)
      onInvited(says)
    },
  })
  const preview = usePreview(team.id, addressesIn(form.values.addresses))
  const count = preview?.invited ?? 0
  useUnsaved('Invite people', form.edited)
  useEffect(() => box.current?.querySelector('textarea')?.focus(), [])
  return (
    <form
      ref={box}
      noValidate
      className={css.invite}
      aria-label="Invite people"
      onKeyDown={(event) => event.key === 'Escape' && !form.saving && onCancel()}
      onSubmit={(event) => {
        event.preventDefault()
        void form.submit()
      }}
    >
      <h4>Invite people to {team.name}</h4>
      <ErrorSummary form={form} />
      <FieldFrame {...form.field('addresses')} hint="One or two hundred: one per line, or parted by commas.">
        {(control) => (
          <textarea
            {...control}
            rows={4}
            spellCheck={false}
            autoCapitalize="none"
            value={form.values.addresses}
            onChange={(event) => form.field('addresses').onChange(event.target.value)}
          />
        )}
      </FieldFrame>
      {preview && <InviteVerdicts preview={preview} />}
      <SelectField
        {...form.field('role')}
        choices={roleChoices(roles)}
        hint={
          team.role === 'admin'
            ? 'Admins and people who pay are invited by an owner.'
            : 'You can change it at any time.'
        }
      />
      <FieldFrame {...form.field('message')} optional hint="Stands in the letter, under your name.">
        {(control) => (
          <textarea
            {...control}
            rows={2}
            maxLength={500}
            value={form.values.message}
            onChange={(event) => form.field('message').onChange(event.target.value)}
          />
        )}
      </FieldFrame>
      <p className={css.small}>
        Each letter holds a link for seven days that works once, and only for that mailbox. People without an account
        make one there.
      </p>
      <DialogActions>
        <Button
          type="submit"
          look="primary"
          busy={form.saving}
          reason={preview && count === 0 ? 'None of these lines can be invited.' : undefined}
        >
          {count > 1 ? `Send ${count} invitations` : 'Send the invitation'}
        </Button>
        <Button look="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </DialogActions>
    </form>
  )
}

/** Asks the server what the lines come to, once typing pauses. */
function usePreview(team: string, addresses: string[]) {
  const typed = addresses.join('\n')
  const [settled, setSettled] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), 300)
    return () => clearTimeout(timer)
  }, [typed])
  const { data } = useQuery({
    queryKey: ['invite-preview', team, settled],
    queryFn: ({ signal }) => {
      const body = { addresses: settled.split('\n') }
      return api.post('/teams/{team}/invitations/preview', { params: { team }, body, signal })
    },
    enabled: settled !== '' && addresses.length <= 200,
    placeholderData: keepPreviousData,
  })
  return typed === '' ? undefined : data
}

function outcome(lines: AnswerOf<'POST', '/teams/{team}/invitations'>['lines']): string {
  const sent = lines.filter(({ verdict }) => verdict === 'ok').length
  const rest = lines.length - sent
  const left = rest === 0 ? '' : ` ${rest === 1 ? 'One line was' : `${rest} lines were`} left out.`
  if (sent === 0) return `Nobody new was invited.${left}`
  return `${sent === 1 ? 'One invitation is' : `${sent} invitations are`} on the way.${left}`
}
