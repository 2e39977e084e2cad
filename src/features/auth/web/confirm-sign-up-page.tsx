import { useState } from 'react'
import { ApiRefusal } from '#web/api-refusal.ts'
import { api } from '#web/client.ts'
import { PasswordField } from '#web/kit/password-field.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { noteArrival } from '#web/shell/arrival.ts'
import { NoToken } from '#web/shell/link-page.tsx'
import { useLinkToken } from '#web/shell/link-token.ts'
import { QuietPage } from '#web/shell/quiet-page.tsx'
import { AuthForm } from './auth-form.tsx'
import { checkNewPassword } from './checks.ts'
import { useEnter } from './enter.ts'
import { useWelcome } from './welcome-query.ts'

/**
 * Behind the link of a sign-up letter. In the browser that signed up a press of the button is enough; in any other the person chooses the
 * password here, because whoever typed the first one may not own the mailbox (V70).
 */
export function ConfirmSignUpPage() {
  const token = useLinkToken()
  const [elsewhere, setElsewhere] = useState(false)
  const chooseHere = () => {
    noteArrival()
    setElsewhere(true)
  }
  if (!token) return <NoToken />
  if (elsewhere) return <ChoosePassword token={token} />
  return <ConfirmHere token={token} onElsewhere={chooseHere} />
}

function ConfirmHere({ token, onElsewhere }: { token: string; onElsewhere(): void }) {
  const enter = useEnter()
  const form = useForm({
    initial: {},
    labels: {},
    needsEdit: false,
    save: async () => {
      try {
        await api.post('/auth/sign-ups/confirmation', { body: { token } })
      } catch (refusal) {
        if (refusal instanceof ApiRefusal && refusal.code === 'password_needed') return onElsewhere()
        throw refusal
      }
      await enter()
    },
  })
  return (
    <QuietPage title="Finish signing up" lead="This mailbox is yours. One press, and your account is ready.">
      <AuthForm form={form} action="Create my account">
        {null}
      </AuthForm>
    </QuietPage>
  )
}

function ChoosePassword({ token }: { token: string }) {
  const { passwordMinimum } = useWelcome()
  const enter = useEnter()
  const form = useForm({
    initial: { password: '' },
    labels: { password: 'Password' },
    needsEdit: false,
    check: ({ password }) => ({ password: checkNewPassword(password, passwordMinimum) }),
    save: async ({ password }) => {
      await api.post('/auth/sign-ups/confirmation', { body: { token, password } })
      await enter()
    },
  })
  return (
    <QuietPage
      key="choose"
      title="Choose a password"
      lead="You signed up in another browser. To be sure that only you can get in, choose the password here; it replaces the one typed there."
    >
      <AuthForm form={form} action="Create my account">
        <PasswordField {...form.field('password')} minimum={passwordMinimum} />
      </AuthForm>
    </QuietPage>
  )
}
