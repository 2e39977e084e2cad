import { api } from '#web/client.ts'
import { LinkPage } from '#web/shell/link-page.tsx'
import { SettingsLink } from './settings-link.tsx'

/** Behind the letter to a second address: lets notifications go there. */
export function ConfirmNotificationEmailPage() {
  return (
    <LinkPage
      title="Get notifications here"
      lead="Notifications of your account will come to this address. It cannot be used to sign in."
      action="Use this address for notifications"
      act={async (token) => {
        const { notificationEmail } = await api.post('/account/notification-email/confirmation', { body: { token } })
        return {
          title: 'Notifications come here now',
          lead: `They go to ${notificationEmail}.`,
          onward: <SettingsLink />,
        }
      }}
    />
  )
}
