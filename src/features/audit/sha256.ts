import { hash } from 'node:crypto'
import type { Sha256 } from './tree.ts'

/** SHA-256 by Node's own crypto. As text at first: bytes from there cost as much as the hashing. */
export const sha256: Sha256 = (bytes) => Buffer.from(hash('sha256', bytes, 'binary'), 'latin1')
