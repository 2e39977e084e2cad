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
    // First away from the page, then forget: what still looks at an answer would ask for it again and be refused.
    void router
      .navigate({ to: '/sign-in', search: { next: href }, ignoreBlocker: true })
      .then(() => queries.removeQueries({ type: 'inactive' }))
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
