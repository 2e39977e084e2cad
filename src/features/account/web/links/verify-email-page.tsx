import { api } from '#web/client.ts'
import { LinkPage } from '#web/shell/link-page.tsx'
import { SettingsLink } from './settings-link.tsx'

/** Behind a verification letter: proves that the account’s mailbox is the person’s. */
export function VerifyEmailPage() {
  return (
    <LinkPage
      title="Verify your e-mail address"
      lead="This proves that letters to this address reach you."
      action="Verify this address"
      act={async (token) => {
        const { email } = await api.post('/account/email-verification/confirmation', { body: { token } })
        return {
          title: 'Your address is verified',
          lead: `Letters about your account go to ${email}.`,
          onward: <SettingsLink />,
        }
      }}
    />
  )
}
