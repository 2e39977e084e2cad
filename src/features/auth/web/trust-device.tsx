import { Checkbox } from '#web/kit/checkbox.tsx'
import type { ChallengeStep } from './challenge-step.ts'

/** “Trust this browser”: what it means, and how it is taken back. */
export function TrustDevice({ trustDevice, onTrust }: ChallengeStep) {
  return (
    <Checkbox
      label="Trust this browser for 30 days"
      checked={trustDevice}
      onChange={onTrust}
      hint="Only on a device of your own: your password alone will do here. You can take it back in Settings, Security."
    />
  )
}
