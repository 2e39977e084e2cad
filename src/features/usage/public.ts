export { type LimitReached, limitReachedExtra, limitReachedRefusal } from './limit-reached.ts'
export { noteLimits, noteStanding } from './note-standing.ts'
export { usageHeaders, usageMeters } from './usage-meters.ts'
export { useUp } from './use-up.ts'
