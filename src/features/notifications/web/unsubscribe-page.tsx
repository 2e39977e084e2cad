import { Link } from '@tanstack/react-router'
import { api } from '#web/client.ts'
import { buttonClass } from '#web/kit/button.tsx'
import { LinkPage } from '#web/shell/link-page.tsx'
import { kinds } from '../kinds.ts'

/** Behind “Stop …” at the foot of a letter: ends e-mail of that type when the button is pressed, without signing in. */
export function UnsubscribePage() {
  return (
    <LinkPage
      title="Stop these letters"
      lead="Press the button, and letters of this type no longer come by e-mail. They still stand in your inbox in AegisRunner, and you can switch them on again at any time."
      action="Stop these letters"
      act={async (token) => {
        const { type } = await api.post('/unsubscriptions', { body: { token } })
        return {
          title: 'These letters are stopped',
          lead: `You get no more e-mail about “${kinds[type].label}” of this team. Letters about the security of your account still come.`,
          onward: (
            <Link to="/settings/notifications" className={buttonClass('plain')}>
              Change what you are told
            </Link>
          ),
        }
      }}
    />
  )
}
