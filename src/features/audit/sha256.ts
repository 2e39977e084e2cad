import { createHash } from 'node:crypto'
import type { Sha256 } from './tree.ts'

/** SHA-256 by Node's own crypto. */
export const sha256: Sha256 = (bytes) => createHash('sha256').update(bytes).digest()
