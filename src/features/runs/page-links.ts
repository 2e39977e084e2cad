import type { CaseDefinition } from '#features/projects/public.ts'
import { type Duration, stopwatch } from '#platform/clock.ts'
import type { PageRecord } from './browser/page-record.ts'
import { canonical, pageKey } from './crawler/addresses.ts'
import { type LinkState, mostLinks } from './crawler/check-links.ts'
import type { TraceStep } from './rows.ts'

type LinkParams = Extract<CaseDefinition, { kind: 'links-alive' }>['params']

const keyOf = (url: string): string => pageKey(canonical(url) ?? url)

/** The links a case asks: those on the page now but for the ones known to be dead; or exactly those that somebody listed. */
function linksToAsk(
  { links, known }: LinkParams,
  record: Pick<PageRecord, 'links'>,
  at: (url: string) => string,
): string[] {
  if (!known) return links.map(at)
  const seen = new Set(known.map((url) => keyOf(at(url))))
  return record.links.flatMap(({ href }) => {
    const key = keyOf(href)
    if (seen.has(key)) return []
    seen.add(key)
    return [href]
  })
}

/** Asks the links of a case; answers which lead nowhere, and what was done in words, those that were not asked included. */
export async function askLinks(
  params: LinkParams,
  record: Pick<PageRecord, 'links' | 'moreLinks'>,
  { at, ask }: { at(url: string): string; ask(urls: readonly string[]): Promise<LinkState[]> },
): Promise<{ dead: string[]; step: TraceStep }> {
  const elapsed = stopwatch()
  const urls = linksToAsk(params, record, at)
  const states = await ask(urls)
  const dead = states.filter(({ state }) => state === 'dead').map(({ url }) => url)
  const beyond = params.known ? record.moreLinks : 0
  return { dead, step: stepOf(states, urls.length, beyond, elapsed()) }
}

function stepOf(states: readonly LinkState[], wanted: number, beyond: number, ms: Duration): TraceStep {
  const count = (wish: LinkState['state']) => states.filter(({ state }) => state === wish).length
  const notAsked = count('not_asked')
  const unknown = count('unknown')
  const parts = [
    `Look where ${states.length - notAsked - unknown} of ${wanted + beyond} links lead`,
    beyond > 0 && `no more than ${mostLinks} links of a page are asked`,
    notAsked > 0 && `${notAsked} not asked (robots.txt)`,
    unknown > 0 && `${unknown} could not be asked`,
  ]
  return { says: parts.filter((part) => part !== false).join('; '), ms: Math.round(ms), ok: count('dead') === 0 }
}
