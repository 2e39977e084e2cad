import { Link } from '@tanstack/react-router'
import { api } from '#web/client.ts'
import { buttonClass } from '#web/kit/button.tsx'
import { LinkPage } from '#web/shell/link-page.tsx'

/** Behind the notice to the old address: takes a change of address back. */
export function UndoEmailPage() {
  return (
    <LinkPage
      title="Take the change of address back"
      lead="Your account returns to the address this letter came to, and everybody is signed out. If you did not change it yourself, choose a new password next."
      action="Restore this address"
      act={async (token) => {
        const { email } = await api.post('/account/email-change/undo', { body: { token } })
        return {
          title: 'Your address is back',
          lead: `Your account belongs to ${email} again, and every session was ended. If the change was not yours, somebody may know your password.`,
          onward: (
            <Link to="/forgot-password" className={buttonClass('primary')}>
              Choose a new password
            </Link>
          ),
        }
      }}
    />
  )
}
