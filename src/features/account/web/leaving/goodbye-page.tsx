import { Link } from '@tanstack/react-router'
import { buttonClass } from '#web/kit/button.tsx'
import { QuietPage } from '#web/shell/quiet-page.tsx'

/** After “now”: what happens at this moment, and that the address is free again. */
export function GoodbyePage() {
  return (
    <QuietPage
      title="Your account is deleted"
      lead="You are signed out everywhere. The rest is erased in the next moments, and a signed receipt goes to your mailbox."
      ways={
        <Link to="/sign-up" className={buttonClass('plain')}>
          Sign up anew
        </Link>
      }
    >
      <p>Thank you for having been here. Your address is free: you can sign up with it again at any time.</p>
    </QuietPage>
  )
}
