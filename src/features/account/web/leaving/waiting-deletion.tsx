import type { AnswerOf } from '#web/client.ts'
import { Banner } from '#web/kit/banner.tsx'
import { Time } from '#web/kit/time.tsx'
import { CancelDeletion } from './cancel-deletion.tsx'
import { Obstacles } from './obstacles.tsx'

type Scheduled = NonNullable<AnswerOf<'GET', '/account/deletion'>['scheduled']>

/** In the Danger Zone while a deletion waits: when, what stands in its way by then, and how to keep the account. */
export function WaitingDeletion({ scheduled }: { scheduled: Scheduled }) {
  return (
    <>
      <Banner tone="warn" title="Your account will be deleted" actions={<CancelDeletion />}>
        <p>
          You asked for it on <Time at={scheduled.requestedAt} show="date" />. On <Time at={scheduled.dueAt} />{' '}
          everything is erased and cannot be brought back. Until then your account works as before.
        </p>
        {scheduled.blocked && <p>The day has come, but something must be settled first.</p>}
      </Banner>
      {scheduled.blocked && <Obstacles />}
    </>
  )
}
