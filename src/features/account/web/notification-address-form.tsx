import { announce } from '#web/kit/announce.tsx'
import { CardForm } from '#web/kit/card-form.tsx'
import { Field } from '#web/kit/field.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { requestAddress } from './pending-address.ts'

/** Asks for a second address; it counts once its link was opened. */
export function NotificationAddressForm({ onCancel, onSent }: { onCancel(): void; onSent(): void }) {
  const form = useForm({
    initial: { email: '' },
    labels: { email: 'Address for notices' },
    needsEdit: false,
    save: async ({ email }) => {
      await requestAddress(email)
      announce(`We sent a link to ${email.trim()}.`)
      onSent()
    },
  })
  return (
    <CardForm titled={false} title="Second notification address" form={form} action="Send the link" onCancel={onCancel}>
      <Field
        {...form.field('email')}
        type="email"
        autoComplete="off"
        inputMode="email"
        hint="You confirm that it is you, then we send a link there. Notices start once it is opened."
      />
    </CardForm>
  )
}
