import type { Reader } from '#platform/db/db.ts'
import { failuresOf } from './attempt.queries.ts'
import { backupCodesLeft } from './backup-code.queries.ts'
import { failuresUntilClosed } from './prove.ts'

export { twoFactorOffLetter, twoFactorResetLetter } from './authenticators.mail.ts'
export { backupCodesLeft } from './backup-code.queries.ts'
export { backupCodeRefusals, codeRefusals, twoFactorRefusals } from './contract.ts'
export { twoFactorDeparture } from './departure.ts'
export { type Judged, judgeSecondFactor, type Typed } from './prove.ts'
export { secondFactorOn } from './queries.ts'
export { removeSecondFactor } from './remove-second-factor.ts'
export { twoFactorSafeguard } from './safeguard.ts'
export { sealedAuthenticators } from './sealed.queries.ts'

/** The kinds of code that would be looked at now. */
export async function usableCodes(on: Reader, userId: string): Promise<('code' | 'backup_code')[]> {
  const closed = (await failuresOf(on, userId)) >= failuresUntilClosed
  const left = await backupCodesLeft(on, userId)
  return [...(closed ? [] : ['code' as const]), ...(left > 0 ? ['backup_code' as const] : [])]
}
