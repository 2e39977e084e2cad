import { api } from '#web/client.ts'
import { LinkPage } from '#web/shell/link-page.tsx'

/** Behind “This wasn’t me”: closes the account to everybody until its owner chooses a new password. */
export function NotMePage() {
  return (
    <LinkPage
      title="This wasn’t me"
      lead="If somebody else got into your account, this stops them: every session ends, remembered devices are forgotten, open links stop working, and you get a letter to choose a new password."
      action="Secure my account"
      act={async (token) => {
        await api.post('/auth/disownments', { body: { token } })
        return {
          title: 'Your account is secured',
          lead: 'Everybody is signed out. Check your mailbox: the letter there lets you choose a new password.',
        }
      }}
    />
  )
}
