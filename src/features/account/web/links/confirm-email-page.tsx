import { api } from '#web/client.ts'
import { LinkPage } from '#web/shell/link-page.tsx'
import { SettingsLink } from './settings-link.tsx'

/** Behind the letter to a new address: makes it the account’s address. */
export function ConfirmEmailPage() {
  return (
    <LinkPage
      title="Use this address from now on"
      lead="Your account changes to the address this letter came to. The old one gets a notice with a link that takes the change back for 72 hours."
      action="Change to this address"
      act={async (token) => {
        const { email } = await api.post('/account/email-change/confirmation', { body: { token } })
        return {
          title: 'Your address is changed',
          lead: `Sign in with ${email} from now on.`,
          onward: <SettingsLink />,
        }
      }}
    />
  )
}
