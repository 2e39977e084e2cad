import { bannedCalls } from './banned-calls.ts'
import { cycles } from './cycles.ts'
import { durations } from './durations.ts'
import { fileShape } from './files.ts'
import { imports } from './imports.ts'
import { lockfile } from './lockfile.ts'
import { sql } from './sql.ts'
import { tables } from './tables.ts'
import type { Rule } from './tree.ts'
import { webReach } from './web-reach.ts'

/** Every rule about our own sources. */
export const rules: readonly Rule[] = [
  imports,
  cycles,
  webReach,
  bannedCalls,
  durations,
  sql,
  tables,
  fileShape,
  lockfile,
]
