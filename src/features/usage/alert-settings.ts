import type { z } from 'zod'
import type { AlertSettings } from './contract.ts'

/** The alerts of a team as they are shown; what is true of a team that never chose. */
export const alertSettings = (
  stored: { thresholds: number[]; pace: boolean; version: number } | undefined,
): z.output<typeof AlertSettings> => ({
  thresholds: stored?.thresholds ?? [],
  pace: stored?.pace ?? true,
  version: stored?.version ?? firstVersion,
})

/** The version of what nobody has changed yet. */
export const firstVersion = 1
