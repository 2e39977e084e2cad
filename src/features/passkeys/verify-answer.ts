import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server'
import { decodeAttestationObject, decodeClientDataJSON, isoBase64URL, isoCBOR } from '@simplewebauthn/server/helpers'
import type { z } from 'zod'
import type { Config } from '#platform/config.ts'
import type { AssertionAnswer, RegistrationAnswer } from './contract.ts'
import { keyTypes, siteId } from './relying-party.ts'

/** A passkey as its registration told of it. */
export interface NewPasskey {
  credentialId: string
  publicKey: Uint8Array
  counter: number
  aaguid: string
  backupEligible: boolean
  synced: boolean
}

/**
 * Checks the answer to a registration: this site, this challenge, the person verified by the authenticator, a key type we accept. Throws on
 * anything else.
 */
export async function verifyRegistration(
  config: Config,
  { response }: z.output<typeof RegistrationAnswer>,
  challenge: string,
): Promise<NewPasskey> {
  refuseFrames(response.response.clientDataJSON)
  const attestationObject = withoutStatement(response.response.attestationObject)
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: { ...response, response: { ...response.response, attestationObject }, clientExtensionResults: {} },
    expectedChallenge: challenge,
    expectedOrigin: config.publicUrl,
    expectedRPID: siteId(config),
    requireUserVerification: true,
    supportedAlgorithmIDs: keyTypes,
  })
  if (!verified) throw new Error('the registration was not verified')
  if (registrationInfo.credential.id !== response.id) throw new Error('the answer names another credential')
  return {
    credentialId: registrationInfo.credential.id,
    publicKey: registrationInfo.credential.publicKey,
    counter: registrationInfo.credential.counter,
    aaguid: registrationInfo.aaguid,
    backupEligible: registrationInfo.credentialDeviceType === 'multiDevice',
    synced: registrationInfo.credentialBackedUp,
  }
}

/** What of a stored passkey its use is checked against. */
export interface KnownPasskey {
  credential_id: string
  public_key: Uint8Array
  backup_eligible: boolean
}

/**
 * Checks the answer to a use: this site, this challenge, the person verified, signed by this passkey. Throws on anything else. The counter
 * is told, not judged: only an answer that was really signed may raise the suspicion that the passkey was copied.
 */
export async function verifyAssertion(
  config: Config,
  { response }: z.output<typeof AssertionAnswer>,
  challenge: string,
  passkey: KnownPasskey,
): Promise<{ counter: number; synced: boolean }> {
  const { userHandle, ...signed } = response.response
  refuseFrames(signed.clientDataJSON)
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: { ...response, response: signed, clientExtensionResults: {} },
    expectedChallenge: challenge,
    expectedOrigin: config.publicUrl,
    expectedRPID: siteId(config),
    requireUserVerification: true,
    credential: { id: passkey.credential_id, publicKey: new Uint8Array(passkey.public_key), counter: 0 },
  })
  if (!verified) throw new Error('the signature is not this passkey’s')
  if ((authenticationInfo.credentialDeviceType === 'multiDevice') !== passkey.backup_eligible) {
    throw new Error('the passkey contradicts what it said about being backed up') // WebAuthn Level 3, section 7.2
  }
  return { counter: authenticationInfo.newCounter, synced: authenticationInfo.credentialBackedUp }
}

// Our pages are never framed (frame-ancestors 'none'), so an answer given in another site's frame is somebody's trick.
function refuseFrames(clientDataJSON: string): void {
  if (decodeClientDataJSON(clientDataJSON).crossOrigin) throw new Error('answered in a frame of another site')
}

/**
 * The same attestation object without its statement. None was asked for and nothing would be concluded from one, so certificates of a
 * stranger's choosing are not even parsed.
 */
function withoutStatement(attestationObject: string): string {
  const authData = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject)).get('authData')
  const bare = new Map<string, unknown>([
    ['fmt', 'none'],
    ['attStmt', new Map()],
    ['authData', authData],
  ])
  return isoBase64URL.fromBuffer(isoCBOR.encode(bare as Parameters<typeof isoCBOR.encode>[0]))
}
