import { Link, useNavigate } from '@tanstack/react-router'
import { api } from '#web/client.ts'
import { Field } from '#web/kit/field.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { QuietPage } from '#web/shell/quiet-page.tsx'
import { rememberMailbox } from './asked-mailbox.ts'
import { AuthForm } from './auth-form.tsx'
import { checkEmail } from './checks.ts'

/** Asks for a letter with a link to choose a new password. */
export function ForgotPasswordPage() {
  const navigate = useNavigate()
  const form = useForm({
    initial: { email: '' },
    labels: { email: 'E-mail' },
    needsEdit: false,
    check: ({ email }) => ({ email: checkEmail(email) }),
    save: async ({ email }) => {
      await api.post('/auth/recoveries', { body: { email: email.trim() } })
      rememberMailbox(email)
      await navigate({ to: '/check-mailbox', search: { about: 'recovery' } })
    },
  })
  return (
    <QuietPage
      title="Forgot your password?"
      lead="Tell us the address of your account, and we send a link to choose a new password. The old one works until you do."
      ways={
        <p>
          <Link to="/sign-in">Back to sign-in</Link>
        </p>
      }
    >
      <AuthForm form={form} action="Send the link">
        <Field {...form.field('email')} type="email" autoComplete="username" />
      </AuthForm>
    </QuietPage>
  )
}
