import { api } from '#web/client.ts'
import { LinkPage } from '#web/shell/link-page.tsx'

/** Behind the “somebody tries to sign in” letter: gives this browser attempts of its own, whatever strangers do. */
export function UnlockPage() {
  return (
    <LinkPage
      title="Let this browser sign in"
      lead="Too many attempts were made on your account. Press the button in the browser you want to use: it gets attempts of its own, and strangers cannot use them up."
      action="Let this browser in"
      act={async (token) => {
        await api.post('/auth/unlocks', { body: { token } })
        return {
          title: 'This browser may try again',
          lead: 'Sign in with your password. If you no longer know it, choose “Forgot password”.',
        }
      }}
    />
  )
}
