import { lazy, Suspense } from 'react'
import { ActivityCard } from '#features/account/web/security/activity-card.tsx'
import { ChecklistCard } from '#features/account/web/security/checklist-card.tsx'
import { PasswordCard } from '#features/account/web/security/password-card.tsx'
import { SecureCard } from '#features/account/web/security/secure-card.tsx'
import { SessionsCard } from '#features/account/web/security/sessions-card.tsx'
import { Skeleton } from '../kit/skeleton.tsx'
import { StepUpRemaining } from '../kit/step-up-remaining.tsx'
import { PageHeading } from '../shell/page-heading.tsx'
import { useAnchor } from './anchor.ts'

const TwoFactorCard = lazy(() =>
  import('#features/two-factor/web/two-factor-card.tsx').then((file) => ({ default: file.TwoFactorCard })),
)
const PasskeysCard = lazy(() =>
  import('#features/passkeys/web/passkeys-card.tsx').then((file) => ({ default: file.PasskeysCard })),
)
const ApiKeysCard = lazy(() =>
  import('#features/api-keys/web/api-keys-card.tsx').then((file) => ({ default: file.ApiKeysCard })),
)

/** Settings → Security: the cards of four slices, which know nothing of each other. They appear together, so that nothing jumps. */
export function SecurityTab() {
  return (
    <>
      <PageHeading level={2} title="Security" within="Settings" />
      <Suspense fallback={<Skeleton lines={6} what="Loading security settings" />}>
        <Cards />
      </Suspense>
    </>
  )
}

function Cards() {
  useAnchor()
  return (
    <>
      <StepUpRemaining />
      <ChecklistCard />
      <PasswordCard />
      <TwoFactorCard />
      <PasskeysCard />
      <ApiKeysCard />
      <SessionsCard />
      <ActivityCard />
      <SecureCard />
    </>
  )
}
