import { days } from '#platform/clock.ts'

/** Nothing is counted beyond this, and what holds more is exported as a file, by a job. */
export const countedAtMost = 100_000

/** How many views a team can keep. */
export const mostViews = 30

/** How many days a team's log is kept while its plan does not show it, and after the team was deleted: a later upgrade shows a year. */
export const untoldDays = 365

/** How many days people's own logs and the installation's are kept. */
export const ownLogDays = 1_095

/** To how many places a team can send its log. */
export const mostStreams = 5

/** How many files of large exports a team can have. */
export const mostExportFiles = 5

/** How many days such a file is kept. */
export const exportFileDays = 7

/** The same as a time. */
export const exportFileLifetime = days(exportFileDays)
