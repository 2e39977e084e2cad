import { Link } from '@tanstack/react-router'
import { buttonClass } from '#web/kit/button.tsx'
import { Done } from '#web/shell/link-page.tsx'

/** The second step came too late, or after too many wrong codes. */
export function ChallengeOver({ next, says }: { next: string | undefined; says: string }) {
  return (
    <Done
      title="Sign in again"
      lead={`${says || 'The second step has five minutes and five tries, and this one has used them up.'} Start again with your password.`}
      onward={
        <Link to="/sign-in" search={next ? { next } : {}} className={buttonClass('primary')}>
          Start again
        </Link>
      }
    />
  )
}
