import type { Key, Offers } from './keys-query.ts'

type Template = Offers['templates'][number]
type OfferedScope = Offers['scopes'][number]

/** The ready choice that these scopes are, if they are one. */
export function templateOf(scopes: readonly string[], templates: readonly Template[]): Template | undefined {
  const chosen = new Set(scopes)
  return templates.find((one) => one.scopes.length === chosen.size && one.scopes.every((scope) => chosen.has(scope)))
}

/** “Start” → “start”: for the middle of a sentence. */
export const inside = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1)

/**
 * What scopes allow, inside a sentence: “see projects; and start and cancel runs”. “Everything” is only said to somebody whose role allows
 * everything.
 */
export function abilityOf(scopes: readonly string[], { templates, scopes: all }: Offers): string {
  const template = templateOf(scopes, templates)
  const limited = all.some(({ grantable }) => !grantable)
  const allOfLess = limited && scopes.length === all.filter(({ grantable }) => grantable).length
  if (template && !allOfLess) return inside(template.says)
  const said = all.filter(({ id }) => scopes.includes(id)).map(({ says }) => inside(says))
  const last = said.pop()
  return said.length > 0 ? `${said.join('; ')}; and ${last}` : (last ?? 'do nothing')
}

/** What a short column calls a selection of scopes: the ready choice's name, or how many there are. */
export function accessLabel(scopes: readonly string[], templates: readonly Template[]): string {
  const template = templateOf(scopes, templates)
  if (template) return template.label
  return scopes.length === 1 ? '1 permission' : `${scopes.length} permissions`
}

/** The words of one scope; its name, should this installation not know it any more. */
export const scopeWords = (scope: string, all: readonly OfferedScope[]): string =>
  all.find((one) => one.id === scope)?.says ?? scope

/** The scopes in the value of a field, where they are parted by spaces. */
export const listOf = (value: string): string[] => value.split(' ').filter((scope) => scope !== '')

/** Addresses and ranges out of what was typed: parted by commas, spaces or lines. */
export const typedAddresses = (text: string): string[] => text.split(/[\s,;]+/).filter((part) => part !== '')

/** “from any address”, “only from 203.0.113.7”, “only from 3 addresses or ranges”. */
export function fromWhere(addresses: readonly string[]): string {
  if (addresses.length === 0) return 'from any address'
  return addresses.length === 1 ? `only from ${addresses[0]}` : `only from ${addresses.length} addresses or ranges`
}

/** How long ago a key was last used decides how carefully it is revoked: within the last day its name must be typed. */
export const usedLately = ({ lastUsed }: Pick<Key, 'lastUsed'>, now: Date, within: number): boolean =>
  lastUsed !== null && now.getTime() - new Date(lastUsed.at).getTime() < within

/** Where a key may act: “every project of Ada’s team”, “the project Shop”, “3 projects”, and what of it is gone. */
export function reachInWords(
  ids: readonly string[] | null,
  projects: readonly { id: string; name: string }[],
  team: string,
): string {
  if (ids === null) return `every project of ${team}`
  const names = projects.filter(({ id }) => ids.includes(id)).map(({ name }) => name)
  const gone = ids.length - names.length
  const lost =
    gone === 0 ? '' : gone === 1 ? '1 project that is archived or gone' : `${gone} projects that are archived or gone`
  const there =
    names.length === 0 ? '' : names.length === 1 ? `the project ${names[0]}` : `the projects ${names.join(', ')}`
  return [there, lost].filter(Boolean).join(' and ') || 'no project'
}
