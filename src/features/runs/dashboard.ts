import type { Config } from '#platform/config.ts'

/** Where people see what a pipeline started. */
export const dashboardOf = ({ publicUrl }: Pick<Config, 'publicUrl'>, teamId: string, page: string): string =>
  `${publicUrl}/${page}?team=${teamId}`
