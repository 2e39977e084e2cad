import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { api } from '#web/client.ts'
import { Field } from '#web/kit/field.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { QuietPage } from '#web/shell/quiet-page.tsx'
import { AuthForm } from './auth-form.tsx'
import { rememberChallenge } from './challenge-query.ts'
import { checkEmail } from './checks.ts'
import { useEnter } from './enter.ts'
import { PasskeySignIn } from './passkey-sign-in.tsx'
import { useWelcome } from './welcome-query.ts'

/** Signing in. */
export function SignInPage() {
  const { next } = useSearch({ from: '/sign-in' })
  const { signUp } = useWelcome()
  const enter = useEnter()
  const navigate = useNavigate()
  const form = useForm({
    initial: { email: '', password: '' },
    labels: { email: 'E-mail', password: 'Password' },
    needsEdit: false,
    check: ({ email, password }) => ({
      email: checkEmail(email),
      password: password === '' ? 'Enter your password.' : undefined,
    }),
    save: async ({ email, password }) => {
      const answer = await api.post('/auth/sessions', { body: { email: email.trim(), password } })
      if (answer.state === 'signed_in') return enter(next)
      rememberChallenge({ factors: answer.factors, expiresAt: answer.expiresAt })
      await navigate({ to: '/sign-in/second-factor', search: next ? { next } : {} })
    },
  })
  return (
    <QuietPage
      title="Sign in"
      lead={next ? 'Sign in to go on where you were.' : undefined}
      ways={
        <>
          <p>
            <Link to="/forgot-password">Forgot password?</Link>
          </p>
          {signUp === 'open' && (
            <p>
              No account yet? <Link to="/sign-up">Sign up</Link>
            </p>
          )}
        </>
      }
    >
      <AuthForm form={form} action="Sign in">
        <Field {...form.field('email')} type="email" autoComplete="username webauthn" />
        <Field {...form.field('password')} type="password" autoComplete="current-password" />
      </AuthForm>
      <PasskeySignIn next={next} />
    </QuietPage>
  )
}
