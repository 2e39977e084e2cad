import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'
import type { z } from 'zod'
import type { AssertionOffer, RegistrationOffer } from './contract.ts'

/** In what an answer differs from an honest one. */
export interface Twist {
  origin?: string
  rpId?: string
  challenge?: string
  type?: string
  crossOrigin?: boolean
  userPresent?: boolean
  userVerified?: boolean
  counter?: number
  backupEligible?: boolean
  synced?: boolean
  userHandle?: string | null
  /** The id the answer goes under, in place of the passkey's own. */
  id?: string
  /** Signs with a key that nobody registered. */
  foreignKey?: boolean
}

interface Kept {
  id: Buffer
  rpId: string
  userHandle: string
  privateKey: KeyObject
  counter: number
}

type RegistrationOptions = z.input<typeof RegistrationOffer>['options']
type AssertionOptions = z.input<typeof AssertionOffer>['options']

const b64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')
const sha256 = (bytes: string | Buffer): Buffer => createHash('sha256').update(bytes).digest()
const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** An authenticator and the browser before it, in software: makes discoverable ES256 passkeys and answers with them, honestly or twisted. */
export class SoftAuthenticator {
  readonly kept: Kept[] = []
  readonly #origin: string
  readonly #aaguid: string
  readonly #synced: boolean
  readonly #counts: boolean

  /** `origin` is the page it answers on. It counts its uses unless told not to, as synced passkeys do not. */
  constructor(origin: string, { aaguid = '00000000-0000-0000-0000-000000000000', synced = false, counts = true } = {}) {
    this.#origin = origin
    this.#aaguid = aaguid
    this.#synced = synced
    this.#counts = counts
  }

  /** Answers `navigator.credentials.create`. */
  create(options: RegistrationOptions, twist: Twist = {}) {
    const { publicKey, privateKey } = newKey()
    const id = randomBytes(32)
    const passkey = { id, rpId: options.rp.id, userHandle: options.user.id, privateKey, counter: 0 }
    this.kept.push(passkey)
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    const cose = new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
      [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
    ])
    const length = Buffer.from([id.length >> 8, id.length & 255])
    const aaguid = Buffer.from(this.#aaguid.replaceAll('-', ''), 'hex')
    const attested = Buffer.concat([aaguid, length, id, isoCBOR.encode(cose)])
    const authData = Buffer.concat([this.#header(passkey, 0x40, twist), attested])
    const attestation = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', new Uint8Array(authData)],
    ])
    const clientDataJSON = this.#clientData('webauthn.create', options.challenge, twist)
    return {
      id: twist.id ?? b64(id),
      rawId: twist.id ?? b64(id),
      type: 'public-key',
      response: {
        clientDataJSON: b64(clientDataJSON),
        attestationObject: b64(isoCBOR.encode(attestation as Parameters<typeof isoCBOR.encode>[0])),
        transports: ['internal'],
      },
      clientExtensionResults: { credProps: { rk: true } },
      authenticatorAttachment: 'platform',
    }
  }

  /** Answers `navigator.credentials.get` with the passkey made last, or the only one that is allowed. */
  get(options: AssertionOptions, twist: Twist = {}) {
    const allowed = options.allowCredentials?.map(({ id }) => id)
    const passkey = this.kept.findLast(({ id }) => !allowed || allowed.includes(b64(id))) ?? this.kept.at(-1)
    if (!passkey) throw new Error('this authenticator holds no passkey')
    if (this.#counts) passkey.counter += 1
    const authData = this.#header(passkey, 0, twist)
    const clientDataJSON = this.#clientData('webauthn.get', options.challenge, twist)
    const key = twist.foreignKey ? newKey().privateKey : passkey.privateKey
    const userHandle = twist.userHandle === undefined ? passkey.userHandle : twist.userHandle
    return {
      id: twist.id ?? b64(passkey.id),
      rawId: twist.id ?? b64(passkey.id),
      type: 'public-key',
      response: {
        clientDataJSON: b64(clientDataJSON),
        authenticatorData: b64(authData),
        signature: b64(sign('sha256', Buffer.concat([authData, sha256(clientDataJSON)]), key)),
        ...(userHandle !== null && { userHandle }),
      },
      clientExtensionResults: {},
      authenticatorAttachment: 'platform',
    }
  }

  #header(passkey: Kept, attested: number, twist: Twist): Buffer {
    const { userPresent = true, userVerified = true, backupEligible = this.#synced, synced = this.#synced } = twist
    const flags =
      attested | (userPresent ? 1 : 0) | (userVerified ? 4 : 0) | (backupEligible ? 8 : 0) | (synced ? 16 : 0)
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(twist.counter ?? passkey.counter)
    return Buffer.concat([sha256(twist.rpId ?? passkey.rpId), Buffer.from([flags]), counter])
  }

  #clientData(type: string, challenge: string, twist: Twist): Buffer {
    return Buffer.from(
      JSON.stringify({
        type: twist.type ?? type,
        challenge: twist.challenge ?? challenge,
        origin: twist.origin ?? this.#origin,
        crossOrigin: twist.crossOrigin ?? false,
      }),
    )
  }
}
