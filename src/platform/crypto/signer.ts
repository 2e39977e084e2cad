import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'

// What precedes the 32 bytes of an Ed25519 seed in PKCS #8 (RFC 8410).
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** A public key as a JSON Web Key (RFC 8037). */
export interface PublicJwk {
  kty: 'OKP'
  crv: 'Ed25519'
  alg: 'EdDSA'
  use: 'sig'
  kid: string
  x: string
}

/** Signs so that anybody can check that this installation did. */
export interface Signer {
  /** Ed25519 signature, base64url. */
  sign(text: string): string
  /** Whether a key of this installation, also one before a change of the master key, signed the text. */
  verify(text: string, signature: string): boolean
  /** A compact JWS (RFC 7515) of the claims, which every JWT library can check. */
  token(claims: object): string
  /** The public keys, the one in use first. */
  readonly publicKeys: readonly PublicJwk[]
}

/** The first seed (32 bytes) signs, all of them verify. */
export function createSigner(seeds: readonly Buffer[]): Signer {
  const keys = seeds.map((seed) =>
    createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' }),
  )
  const [current] = keys
  if (!current) throw new RangeError('a signer needs a key')
  const publicKeys = keys.map((key) => createPublicKey(key))
  const jwks = publicKeys.map((key) => jwkOf(String(key.export({ format: 'jwk' }).x)))
  const signed = (text: string) => sign(null, Buffer.from(text, 'utf8'), current).toString('base64url')
  return {
    sign: signed,
    verify: (text, signature) =>
      publicKeys.some((key) => verify(null, Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64url'))),
    token(claims) {
      const said = `${base64url({ alg: 'EdDSA', kid: jwks[0]?.kid })}.${base64url(claims)}`
      return `${said}.${signed(said)}`
    },
    publicKeys: jwks,
  }
}

const base64url = (value: object): string => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url')

// The key's thumbprint (RFC 7638): the same wherever it is computed.
const jwkOf = (x: string): PublicJwk => {
  const kid = createHash('sha256')
    .update(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x }))
    .digest('base64url')
  return { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid, x }
}
