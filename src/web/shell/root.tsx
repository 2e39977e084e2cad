import { Outlet, useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'
import { LiveRegions } from '../kit/announce.tsx'
import { queries } from '../queries.ts'
import { IdentityQuestions } from './identity.tsx'
import { LeaveGuard } from './leave-guard.tsx'

/** Around every page: the live regions, the leave guard, the step-up dialog. */
export function Root() {
  const router = useRouter()
  const onSignedOut = useCallback(() => {
    const { href } = router.state.location
    queries.clear()
    void router.navigate({ to: '/sign-in', search: { next: href }, ignoreBlocker: true })
  }, [router])
  return (
    <>
      <Outlet />
      <LeaveGuard />
      <IdentityQuestions onSignedOut={onSignedOut} />
      <LiveRegions />
    </>
  )
}
