import { days } from '#platform/clock.ts'

/** Beyond this many entries an export is made in the background; nothing is counted further. */
export const countedAtMost = 100_000

/** How long a file made in the background is kept. */
export const exportKept = days(7)

/** How many views a team can keep. */
export const mostViews = 30
