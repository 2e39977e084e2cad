import { useState } from 'react'
import { api } from '#web/client.ts'
import { PasswordField } from '#web/kit/password-field.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { Done, NoToken } from '#web/shell/link-page.tsx'
import { useLinkToken } from '#web/shell/link-token.ts'
import { QuietPage } from '#web/shell/quiet-page.tsx'
import { AuthForm } from './auth-form.tsx'
import { checkNewPassword } from './checks.ts'
import { useWelcome } from './welcome-query.ts'

/** Behind the link of a recovery letter: choosing a new password. It never signs in by itself. */
export function RecoverPage() {
  const token = useLinkToken()
  const { passwordMinimum } = useWelcome()
  const [ended, setEnded] = useState<number>()
  const form = useForm({
    initial: { password: '' },
    labels: { password: 'New password' },
    needsEdit: false,
    check: ({ password }) => ({ password: checkNewPassword(password, passwordMinimum) }),
    save: async ({ password }) => {
      const { sessionsEnded } = await api.post('/auth/recoveries/completion', { body: { token, password } })
      setEnded(sessionsEnded)
    },
  })
  if (ended !== undefined)
    return <Done title="Your new password is set" lead={`${inWords(ended)} Sign in with the new password.`} />
  if (!token) return <NoToken />
  return (
    <QuietPage
      title="Choose a new password"
      lead="When it is set, every browser that is signed in to your account is signed out."
    >
      <AuthForm form={form} action="Set the new password">
        <PasswordField {...form.field('password')} minimum={passwordMinimum} />
      </AuthForm>
    </QuietPage>
  )
}

function inWords(sessions: number): string {
  if (sessions === 0) return 'Nobody was signed in.'
  return sessions === 1 ? 'One session was ended.' : `${sessions} sessions were ended.`
}
