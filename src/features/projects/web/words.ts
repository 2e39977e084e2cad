/** “3 suites”, “1 suite”. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`

/** What of the plan is used, in words. */
export function roomInWords({ used, limit, plan }: { used: number; limit: number | null; plan: string }): string {
  const what = counted(used, 'project')
  if (limit === null) return `${what}. The plan ${plan} sets no limit.`
  return `${used} of ${counted(limit, 'project')} that the plan ${plan} has room for. Archived ones do not count.`
}

/** The part of an address that tells pages of one site apart. */
export function pathOf(url: string): string {
  const { pathname, search } = new URL(url)
  return `${pathname}${search}`
}
