import { z } from 'zod'
import { instant } from '#platform/http/schemas.ts'
import { isPlainName } from '#platform/names.ts'
import { longestName, mostPasskeys } from './limits.ts'

export * from './limits.ts'

/** A passkey as its owner sees it. */
export const Passkey = z.object({
  id: z.string(),
  name: z.string(),
  provider: z.string().nullable().describe('Who keeps it, such as “1Password”; null when its maker is not known'),
  synced: z.boolean().describe('Kept on several devices by its provider; else on this one device only'),
  createdAt: instant(),
  lastUsedAt: instant().nullable(),
})

/** The name a person gives a passkey. */
export const RenamePasskey = z.object({
  name: z
    .string()
    .max(1_000, 'This is longer than any name here.')
    .normalize('NFC')
    .trim()
    .min(1, 'Enter a name.')
    .refine((text) => [...text].length <= longestName, {
      error: `Use at most ${longestName} characters.`,
      params: { code: 'too_long' },
    })
    .refine(isPlainName, {
      error: 'Control and invisible characters cannot be used here.',
      params: { code: 'invisible_characters' },
    }),
})

const transports = z.array(z.string())
const descriptor = z.object({ id: z.string(), type: z.literal('public-key'), transports: transports.optional() })
const ceremonyId = z.string()

/** What a browser needs to make a passkey: hand `options` to `navigator.credentials.create`, within five minutes. */
export const RegistrationOffer = z.object({
  ceremonyId,
  options: z.object({
    rp: z.object({ id: z.string(), name: z.string() }),
    user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
    challenge: z.string(),
    pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.int() })),
    timeout: z.int(),
    excludeCredentials: z.array(descriptor),
    authenticatorSelection: z.object({
      residentKey: z.literal('required'),
      requireResidentKey: z.literal(true),
      userVerification: z.literal('required'),
    }),
    attestation: z.literal('none'),
  }),
})

/** What a browser needs to use a passkey: hand `options` to `navigator.credentials.get`, within five minutes. */
export const AssertionOffer = z.object({
  ceremonyId,
  options: z.object({
    rpId: z.string(),
    challenge: z.string(),
    timeout: z.int(),
    userVerification: z.literal('required'),
    allowCredentials: z.array(descriptor).optional(),
  }),
})

// Authenticators may use 1,023 bytes for an id; what else they send is small. Base64url without padding, as browsers write it.
const base64url = (most: number) =>
  z
    .string()
    .max(most, 'This is longer than any passkey sends.')
    .regex(/^[A-Za-z0-9_-]+$/, 'This is not base64url.')

const answered = { id: base64url(1_364), rawId: base64url(1_364), type: z.literal('public-key') }
const answeredCeremony = z.string().regex(/^cer_[a-z0-9]{26}$/, 'This is no ceremony of ours.')

/** What the browser answered to a {@link RegistrationOffer}. */
export const RegistrationAnswer = z.object({
  ceremonyId: answeredCeremony,
  response: z.object({
    ...answered,
    response: z.object({
      clientDataJSON: base64url(8_192),
      attestationObject: base64url(40_000),
      transports: z
        .array(z.string().regex(/^[a-z-]{1,32}$/))
        .max(10)
        .optional(),
    }),
  }),
})

/** What the browser answered to an {@link AssertionOffer}. */
export const AssertionAnswer = z.object({
  ceremonyId: answeredCeremony,
  response: z.object({
    ...answered,
    response: z.object({
      clientDataJSON: base64url(8_192),
      authenticatorData: base64url(8_192),
      signature: base64url(8_192),
      userHandle: base64url(128).nullish(),
    }),
  }),
})

/** Refusals wherever a passkey is used. An unknown passkey, somebody else's and a wrong signature answer alike. */
export const assertionRefusals = {
  ceremony_over: { status: 410, message: 'This took too long, or was answered already. Try again.' },
  passkey_refused: { status: 400, message: 'This passkey does not work here.' },
  passkey_out_of_step: {
    status: 400,
    message:
      'This passkey answered out of order, as happens when there is a copy of it. Remove it and add a new one; sign in another way meanwhile.',
  },
} as const

export const registrationRefusals = {
  ceremony_over: assertionRefusals.ceremony_over,
  registration_refused: { status: 400, message: 'This passkey could not be added. Try again, or use another one.' },
  passkey_exists: { status: 409, message: 'This passkey was added already.' },
  too_many_passkeys: { status: 409, message: `You have ${mostPasskeys} passkeys. Remove one to add another.` },
} as const

export const removalRefusals = {
  last_way_in: {
    status: 409,
    message: 'This is the only way into your account. Add another passkey or choose a password first.',
  },
} as const
