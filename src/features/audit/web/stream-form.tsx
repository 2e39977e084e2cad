import { useEffect, useRef } from 'react'
import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import { DialogActions } from '#web/kit/dialog.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { Field } from '#web/kit/field.tsx'
import { useForm } from '#web/kit/use-form.ts'
import type { Team } from '#web/team.ts'
import css from './streams-card.module.css'

interface StreamFormProps {
  team: Team
  /** With the secret of a new webhook; null for syslog. */
  onDone(secret: string | null): void
  onCancel(): void
}

/** Asks where to send the log. The address tells the kind. */
export function StreamForm({ team, onDone, onCancel }: StreamFormProps) {
  const box = useRef<HTMLFormElement>(null)
  useEffect(() => box.current?.querySelector('input')?.focus(), [])
  const form = useForm({
    initial: { name: '', address: '' },
    labels: { name: 'Name', address: 'Address' },
    check: ({ name, address }) => ({
      name: name.trim() ? undefined : 'Give the place a name.',
      address: /^(https?|tls):\/\/./.test(address.trim())
        ? undefined
        : 'Use https://… for a webhook or tls://host:port for syslog.',
    }),
    needsEdit: false,
    save: async ({ name, address }) => {
      const to = address.trim()
      const kind = to.startsWith('tls:') ? ('syslog' as const) : ('webhook' as const)
      const { secret } = await api.post('/teams/{team}/audit/streams', {
        params: { team: team.id },
        body: { name: name.trim(), kind, address: to },
      })
      onDone(secret)
    },
  })
  return (
    <form
      ref={box}
      className={css.form}
      noValidate
      aria-label="Send the log on"
      onKeyDown={(event) => event.key === 'Escape' && !form.saving && onCancel()}
      onSubmit={(event) => {
        event.preventDefault()
        void form.submit()
      }}
    >
      <ErrorSummary form={form} />
      <Field {...form.field('name')} autoComplete="off" maxLength={60} hint="Such as “SIEM” or “Security collector”." />
      <Field
        {...form.field('address')}
        autoComplete="off"
        maxLength={500}
        spellCheck={false}
        hint="https://… for a signed webhook, or tls://host:port for syslog (RFC 5424)."
      />
      <DialogActions>
        <Button type="submit" look="primary" busy={form.saving}>
          Send from now on
        </Button>
        <Button look="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </DialogActions>
    </form>
  )
}
