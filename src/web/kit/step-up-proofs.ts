import type { NeededProof } from '../client-hooks.ts'

/** What somebody can prove themselves with in the step-up dialog. */
export type Proof = 'password' | 'code' | 'backupCode' | 'passkey'

/** What the button says that changes over to a proof. */
export const proofWords: Record<Proof, string> = {
  password: 'Use your password',
  code: 'Use a code from your app',
  backupCode: 'Use a backup code',
  passkey: 'Use a passkey',
}

/** The proofs that will do, the one to begin with first. Never empty: the server has the last word. */
export function proofsFor({ factors, needsSecondFactor }: NeededProof, passkeysWork: boolean): Proof[] {
  const found: Proof[] = []
  if (factors.includes('password') && !needsSecondFactor) found.push('password')
  if (factors.includes('code')) found.push('code')
  if (factors.includes('passkey') && passkeysWork) found.push('passkey')
  if (factors.includes('code')) found.push('backupCode')
  return found.length > 0 ? found : ['password']
}
