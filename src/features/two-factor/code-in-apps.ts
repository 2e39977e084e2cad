import { SealBroken } from '#platform/crypto/seal.ts'
import type { Platform } from '#platform/platform.ts'
import { type AuthenticatorRow, authenticatorsOf } from './queries.ts'
import { matchingStep } from './totp.ts'

/** The authenticator app that shows a code, and which of its codes it is. */
export interface FoundCode {
  id: string
  step: number
  /** The newest step a code of this app was accepted for. */
  lastStep: number
}

/** Looks for a code in every authenticator app of the person; undefined when none shows it. */
export async function codeInApps(
  platform: Platform,
  userId: string,
  code: string,
  now: Date,
): Promise<FoundCode | undefined> {
  const apps = await authenticatorsOf(platform.db, userId)
  const found = apps.map((app): FoundCode | undefined => {
    const secret = openSecret(platform, app)
    const step = secret && matchingStep(secret, code, now)
    return step ? { id: app.id, step, lastStep: app.last_step } : undefined
  })
  return found.find((one) => one !== undefined)
}

/** The secret of an authenticator app; undefined when the row was damaged or moved here from somebody else, which proves nothing. */
export function openSecret(
  { sealer, log }: Platform,
  { id, user_id, secret }: Pick<AuthenticatorRow, 'id' | 'user_id' | 'secret'>,
): Buffer | undefined {
  try {
    return sealer.open(secret, user_id)
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error
    log.error({ authenticator: id }, 'the secret of an authenticator cannot be opened')
    return undefined
  }
}
