import {
  browserSupportsWebAuthnAutofill,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
  WebAuthnError,
} from '@simplewebauthn/browser'
import { ApiRefusal } from './api-refusal.ts'
import { api } from './client.ts'

/** Whether this browser offers passkeys in the list below a field. */
export const passkeysAutofill = (): Promise<boolean> => browserSupportsWebAuthnAutofill()

/** Ends a ceremony that waits, so that its dialog goes away with the page that opened it. */
export const abandonPasskey = (): void => WebAuthnAbortService.cancelCeremony()

/** Where a passkey is asked for: each door takes only answers to its own question. */
export type PasskeyDoor = '/auth' | '/auth/challenge' | '/auth/confirmation'

/**
 * Lets the person use one of their passkeys, and answers what the door's own route takes. With `autofill` nothing opens; the browser offers
 * passkeys in a field. Throws {@link ApiRefusal} with a sentence for people; code `passkey_aborted` when another ceremony took its place.
 */
export async function askPasskey(door: PasskeyDoor, { autofill = false } = {}) {
  const { ceremonyId, options } = await api.post(`${door}/passkey-options`, { allowSignedOut: true })
  const optionsJSON = options as PublicKeyCredentialRequestOptionsJSON
  const { id, rawId, type, response } = await inWords(
    startAuthentication({ optionsJSON, useBrowserAutofill: autofill }),
    'used',
  )
  return { ceremonyId, response: { id, rawId, type, response } }
}

/** Lets the person's device make a new passkey, and answers what adding it takes. Throws {@link ApiRefusal} with a sentence for people. */
export async function makePasskey() {
  const { ceremonyId, options } = await api.post('/account/passkeys/registration-options')
  const optionsJSON = options as PublicKeyCredentialCreationOptionsJSON
  const { id, rawId, type, response } = await inWords(startRegistration({ optionsJSON }), 'added')
  const { clientDataJSON, attestationObject, transports } = response
  return { ceremonyId, response: { id, rawId, type, response: { clientDataJSON, attestationObject, transports } } }
}

async function inWords<T>(ceremony: Promise<T>, done: 'used' | 'added'): Promise<T> {
  try {
    return await ceremony
  } catch (error) {
    throw new ApiRefusal(0, refusalOf(error, done))
  }
}

function refusalOf(error: unknown, done: 'used' | 'added'): { code: string; message: string } {
  const name = error instanceof Error ? error.name : ''
  const code = error instanceof WebAuthnError ? error.code : ''
  if (code === 'ERROR_CEREMONY_ABORTED') return { code: 'passkey_aborted', message: 'Another request took its place.' }
  if (code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED')
    return { code: 'passkey_known', message: 'This device already holds a passkey for your account.' }
  if (name === 'SecurityError')
    return {
      code: 'passkey_address',
      message: 'Passkeys do not work at this address. Open AegisRunner at the address its operator has set.',
    }
  return {
    code: 'passkey_unused',
    message: `No passkey was ${done}: it was cancelled, took too long, or this device has none that fits.`,
  }
}
