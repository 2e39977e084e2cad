import { api } from '#web/client.ts'
import { LinkPage } from '#web/shell/link-page.tsx'

/** Behind the letter to a billing contact: lets a team's letters about money come there. */
export function ConfirmContactPage() {
  return (
    <LinkPage
      title="Get letters about billing"
      lead="A team on AegisRunner wants its invoices and letters about payments to come to this address. It cannot be used to sign in."
      action="Get these letters"
      act={async (token) => {
        const { email, team } = await api.post('/billing/contact-confirmations', { body: { token } })
        return {
          title: 'The letters come here now',
          lead: `Letters about the payments of ${team} go to ${email}.`,
          onward: <p>You can close this page.</p>,
        }
      }}
    />
  )
}
