import { hash } from 'node:crypto'
import type { Sha256 } from './tree.ts'

/** SHA-256 by Node's own crypto. */
export const sha256: Sha256 = (bytes) => hash('sha256', bytes, 'buffer')
