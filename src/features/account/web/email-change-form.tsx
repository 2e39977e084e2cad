import { useAccount } from '#web/account.ts'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { CardForm } from '#web/kit/card-form.tsx'
import { Field } from '#web/kit/field.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { rememberChange } from './email-change.ts'
import css from './email-change-form.module.css'

/** Asks for a new address and says what will happen. The server demands a proof of identity, for which the dialog opens by itself. */
export function EmailChangeForm({ onCancel, onSent }: { onCancel(): void; onSent(): void }) {
  const { email } = useAccount()
  const form = useForm({
    initial: { newEmail: '' },
    labels: { newEmail: 'New address' },
    needsEdit: false,
    save: async ({ newEmail }) => {
      const { pending } = await api.post('/account/email-change', { body: { newEmail } })
      rememberChange(pending)
      announce(`We sent a link to ${pending?.newEmail ?? newEmail}.`)
      onSent()
    },
  })
  return (
    <CardForm titled={false} title="Change e-mail" form={form} action="Send the link" onCancel={onCancel}>
      <Field {...form.field('newEmail')} type="email" autoComplete="email" inputMode="email" />
      <ol className={css.steps}>
        <li>You confirm that it is you.</li>
        <li>We send a link to the new address. Until it is opened, everything stays as it is.</li>
        <li>
          Once it is opened, you sign in with the new address. <b>{email}</b> is told, and can undo it for 72 hours.
        </li>
      </ol>
    </CardForm>
  )
}
