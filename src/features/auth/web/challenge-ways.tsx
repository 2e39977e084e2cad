import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { abandonPasskey, askPasskey } from '#web/passkey-ceremony.ts'
import { passkeysWork } from '#web/passkeys-work.ts'
import css from './auth-form.module.css'
import { type ChallengeStep, sendFactor } from './challenge-step.ts'
import { useEnter } from './enter.ts'
import { LostBoth } from './lost-both.tsx'

/** The other ways through the second step, below whichever is shown. */
export function ChallengeWays({ shown, ...step }: ChallengeStep & { shown: 'code' | 'backup_code' }) {
  const { factors } = step.challenge
  const search = step.next ? { next: step.next } : {}
  return (
    <>
      {factors.includes('passkey') && passkeysWork() && <PasskeyWay {...step} />}
      {shown === 'code' && factors.includes('backup_code') && (
        <p>
          No phone at hand?{' '}
          <Link to="/sign-in/second-factor" search={{ ...search, with: 'backup-code' }}>
            Use a backup code
          </Link>
        </p>
      )}
      {shown === 'backup_code' && factors.includes('code') && (
        <p>
          <Link to="/sign-in/second-factor" search={search}>
            Use a code from your app
          </Link>
        </p>
      )}
      <LostBoth />
      <p>
        Somebody else? <Link to="/sign-in">Start over</Link>
      </p>
    </>
  )
}

function PasskeyWay({ next, onOver }: ChallengeStep) {
  const enter = useEnter()
  const form = useForm({
    initial: {},
    labels: {},
    needsEdit: false,
    save: async () => {
      const body = await askPasskey('/auth/challenge')
      if (await sendFactor(() => api.post('/auth/challenge/passkey', { body }), onOver)) await enter(next)
    },
  })
  useEffect(() => abandonPasskey, [])
  return (
    <div className={css.other}>
      <ErrorSummary form={form} />
      <Button busy={form.saving} onClick={() => void form.submit()}>
        Use a passkey instead
      </Button>
    </div>
  )
}
