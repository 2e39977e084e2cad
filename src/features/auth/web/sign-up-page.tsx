import { Link, useNavigate } from '@tanstack/react-router'
import { browserZone } from '#web/account.ts'
import { api } from '#web/client.ts'
import { Field } from '#web/kit/field.tsx'
import { PasswordField } from '#web/kit/password-field.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { queries } from '#web/queries.ts'
import { QuietPage } from '#web/shell/quiet-page.tsx'
import { rememberMailbox } from './asked-mailbox.ts'
import { AuthForm } from './auth-form.tsx'
import { checkEmail, checkNewPassword } from './checks.ts'
import { useEnter } from './enter.ts'
import { useWelcome, welcomeQuery } from './welcome-query.ts'

/** Signing up, or the sentence why that is not possible here. */
export function SignUpPage() {
  const { signUp, firstRun } = useWelcome()
  if (signUp !== 'open' && !firstRun) return <SignUpClosed byInvitation={signUp === 'invite'} />
  return <SignUpForm firstRun={firstRun} />
}

function SignUpForm({ firstRun }: { firstRun: boolean }) {
  const { passwordMinimum } = useWelcome()
  const navigate = useNavigate()
  const enter = useEnter()
  const form = useForm({
    initial: { fullName: '', email: '', password: '' },
    labels: { fullName: 'Full name', email: 'E-mail', password: 'Password' },
    needsEdit: false,
    check: ({ fullName, email, password }) => ({
      fullName: fullName.trim() === '' ? 'Enter your name.' : undefined,
      email: checkEmail(email),
      password: checkNewPassword(password, passwordMinimum),
    }),
    save: async ({ fullName, email, password }) => {
      const body = { fullName: fullName.trim(), email: email.trim(), password, timezone: browserZone() }
      const { state } = await api.post('/auth/sign-ups', { body })
      await queries.invalidateQueries({ queryKey: welcomeQuery.queryKey })
      if (state === 'signed_in') return enter()
      rememberMailbox(email)
      await navigate({ to: '/check-mailbox', search: { about: 'sign-up' } })
    },
  })
  return (
    <QuietPage
      title={firstRun ? 'Set up AegisRunner' : 'Sign up'}
      lead={
        firstRun
          ? 'This is a new installation. The first account also runs it: it sees the outbox and the system’s health.'
          : 'One account, and a team of your own to start with.'
      }
      ways={
        firstRun ? undefined : (
          <p>
            Already have an account? <Link to="/sign-in">Sign in</Link>
          </p>
        )
      }
    >
      <AuthForm form={form} action={firstRun ? 'Create the first account' : 'Sign up'}>
        <Field {...form.field('fullName')} autoComplete="name" maxLength={100} />
        <Field {...form.field('email')} type="email" autoComplete="username" />
        <PasswordField
          {...form.field('password')}
          minimum={passwordMinimum}
          context={[form.values.fullName, form.values.email]}
        />
      </AuthForm>
    </QuietPage>
  )
}

function SignUpClosed({ byInvitation }: { byInvitation: boolean }) {
  return (
    <QuietPage
      title={byInvitation ? 'By invitation' : 'Sign-up is closed'}
      lead={
        byInvitation
          ? 'New accounts on this installation need an invitation. Ask somebody whose team you want to join.'
          : 'The operator of this installation creates no new accounts at the moment.'
      }
      ways={
        <p>
          Already have an account? <Link to="/sign-in">Sign in</Link>
        </p>
      }
    />
  )
}
