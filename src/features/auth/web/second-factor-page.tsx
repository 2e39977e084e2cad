import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { systemClock } from '#platform/clock.ts'
import { ApiRefusal } from '#web/api-refusal.ts'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { QuietPage } from '#web/shell/quiet-page.tsx'
import { BackupCodeForm } from './backup-code-form.tsx'
import { ChallengeOver } from './challenge-over.tsx'
import { challengeQuery, forgetChallenge } from './challenge-query.ts'
import { CodeForm } from './code-form.tsx'

/** The second step of signing in: a code, a backup code or a passkey, within five minutes of the password. */
export function SecondFactorPage() {
  const { next, with: chosen } = useSearch({ from: '/sign-in/second-factor' })
  const { data: challenge, error } = useQuery(challengeQuery)
  const [over, setOver] = useState<{ says: string }>()
  const [trustDevice, setTrustDevice] = useState(false)
  useEffect(() => {
    if (!challenge) return
    const left = new Date(challenge.expiresAt).getTime() - systemClock.now().getTime()
    const timer = setTimeout(() => setOver({ says: '' }), left)
    return () => clearTimeout(timer)
  }, [challenge])
  useEffect(() => (over ? forgetChallenge() : undefined), [over])

  if (over || (error instanceof ApiRefusal && error.code === 'challenge_over'))
    return <ChallengeOver next={next} says={over?.says ?? ''} />
  if (error) throw error
  if (!challenge)
    return (
      <QuietPage title="Second step">
        <Skeleton />
      </QuietPage>
    )
  const step = { challenge, next, trustDevice, onTrust: setTrustDevice, onOver: (says = '') => setOver({ says }) }
  return chosen === 'backup-code' || !challenge.factors.includes('code') ? (
    <BackupCodeForm {...step} />
  ) : (
    <CodeForm {...step} />
  )
}
