import { hex, unhex } from './entry.ts'
import type { Sha256 } from './tree.ts'

/** A signed statement: so many entries with this root stood in the log at that moment. */
export interface Checkpoint {
  log: string
  size: number
  /** Hexadecimal. */
  root: string
  at: string
  /** Hash of the text of the checkpoint before, or zeros for the first. */
  previous: string
  keyId: string
  /** Ed25519 over {@link checkpointText}, hexadecimal. */
  signature: string
}

/** The `previous` of a log's first checkpoint. */
export const noPrevious = '0'.repeat(64)

/** What is signed: plain lines, so that it can be checked with standard tools. */
export const checkpointText = ({ log, size, root, at, previous }: Omit<Checkpoint, 'keyId' | 'signature'>): string =>
  `aegisrunner.audit.checkpoint.v1\nlog ${log}\nsize ${size}\nroot ${root}\nat ${at}\nprevious ${previous}\n`

/** The hash by which the next checkpoint names this one. */
export const checkpointHash = (sha256: Sha256, checkpoint: Parameters<typeof checkpointText>[0]): string =>
  hex(sha256(new TextEncoder().encode(checkpointText(checkpoint))))

/** Checks an Ed25519 signature: public key (32 bytes), text, signature. */
export type VerifySignature = (publicKey: Uint8Array, text: string, signature: Uint8Array) => Promise<boolean>

/** Whether the key it names signed this checkpoint. */
export async function isSigned(
  checkpoint: Checkpoint,
  keys: Readonly<Record<string, string>>,
  verify: VerifySignature,
): Promise<boolean> {
  const key = Object.hasOwn(keys, checkpoint.keyId) ? keys[checkpoint.keyId] : undefined
  return key !== undefined && (await verify(unhex(key), checkpointText(checkpoint), unhex(checkpoint.signature)))
}
