import { announce } from '#web/kit/announce.tsx'
import { Field } from '#web/kit/field.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { InlineForm } from './inline-form.tsx'
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
    <InlineForm title="Second notification address" form={form} action="Send the link" onCancel={onCancel}>
      <Field
        {...form.field('email')}
        type="email"
        autoComplete="off"
        inputMode="email"
        hint="You confirm that it is you, then we send a link there. Notices start once it is opened."
      />
    </InlineForm>
  )
}
