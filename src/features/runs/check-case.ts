import type { CaseDefinition, PageForm } from '#features/projects/public.ts'
import type { PageRecord } from './browser/page-record.ts'
import { mainHeading } from './crawled.ts'
import { canonical, pageKey } from './crawler/addresses.ts'

/** What a test came to. */
export interface Verdict {
  state: 'passed' | 'failed' | 'needs_review'
  failureType: FailureType | null
  message: string | null
}

/** Why a test failed, in one word for programs. */
export type FailureType =
  | 'page_load'
  | 'content'
  | 'console'
  | 'network'
  | 'links'
  | 'forms'
  | 'accessibility'
  | 'performance'
  | 'visual'
  | 'step'

/** A test that held. */
export const passed: Verdict = { state: 'passed', failureType: null, message: null }

/** A test that did not. */
export const failed = (failureType: FailureType, message: string): Verdict => ({
  state: 'failed',
  failureType,
  message,
})

/** What a case is held against. */
export interface Seen {
  record: PageRecord
  /** Links of the case that were asked just now and lead nowhere. */
  deadLinks: readonly string[]
  /** Where an address of the suite lies in this run: the same, or on the base address the run was given. */
  at(url: string): string
}

/** The kinds that are decided by what a visit of the page found. */
export type PageDefinition = Exclude<CaseDefinition, { kind: 'steps' } | { kind: 'screenshot' }>

/** Decides a case by what a visit found. Kinds that look at the page's content fail with the page when it could not be read. */
export function checkCase(definition: PageDefinition, seen: Seen): Verdict {
  const { record } = seen
  if (definition.kind === 'loads') return loads(definition.params, seen)
  if (record.outcome !== 'ok') return failed('page_load', record.problem ?? 'The page could not be read.')
  switch (definition.kind) {
    case 'heading':
      return heading(definition.params, record)
    case 'no-console-errors':
      return none('console', 'new console error', fresh(record.consoleErrors, definition.params.known))
    case 'no-failed-requests': {
      const known = definition.params.known.map(seen.at)
      const urls = record.failedRequests
        .filter(({ url }) => !known.includes(url))
        .map(({ url, why }) => `${url} (${why})`)
      return none('network', 'failed request', urls)
    }
    case 'links-alive':
      return none('links', 'dead link', [...seen.deadLinks])
    case 'forms':
      return forms(definition.params.forms, record)
    case 'accessibility':
      return accessibility(definition.params.baseline, record)
    case 'budget':
      return budget(definition.params.loadMs, record)
  }
}

function loads({ url, finalUrl }: { url: string; finalUrl?: string | undefined }, { record, at }: Seen): Verdict {
  if (record.outcome !== 'ok') return failed('page_load', record.problem ?? 'The page could not be read.')
  const expected = at(finalUrl ?? url)
  if (keyOf(record.finalUrl) === keyOf(expected)) return passed
  return failed('page_load', `The page ended at ${record.finalUrl} instead of ${expected}.`)
}

const keyOf = (url: string): string => pageKey(canonical(url) ?? url)

function heading(expected: { title: string; heading: string | null }, record: PageRecord): Verdict {
  const found = mainHeading(record)
  const changes = [
    expected.title !== record.title && `The title is “${record.title}” instead of “${expected.title}”.`,
    expected.heading !== found && `The main heading is ${quoted(found)} instead of ${quoted(expected.heading)}.`,
  ].filter((change) => change !== false)
  return changes.length === 0 ? passed : failed('content', changes.join(' '))
}

const quoted = (text: string | null): string => (text === null ? 'missing' : `“${text}”`)

const fresh = (found: readonly string[], known: readonly string[]): string[] =>
  found.filter((text) => !known.some((one) => text.startsWith(one) || one.startsWith(text)))

function none(type: FailureType, what: string, found: readonly string[]): Verdict {
  if (found.length === 0) return passed
  const more = found.length > 5 ? `, and ${found.length - 5} more` : ''
  return failed(
    type,
    `${found.length} ${what}${found.length === 1 ? '' : 's'}: ${found.slice(0, 5).join(', ')}${more}.`,
  )
}

function forms(expected: readonly PageForm[], record: PageRecord): Verdict {
  const missing = expected.flatMap((form, at) => {
    const best = record.forms
      .map((found) =>
        form.fields.filter((field) => !found.fields.some((one) => one.name === field.name && one.type === field.type)),
      )
      .sort((a, b) => a.length - b.length)[0]
    if (!best) return [`form ${at + 1} is missing`]
    return best.map(({ name, label }) => `form ${at + 1} has no field “${label || name}”`)
  })
  return missing.length === 0 ? passed : failed('forms', `${capital(missing.slice(0, 5).join('; '))}.`)
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function accessibility(baseline: Readonly<Record<string, number>>, record: PageRecord): Verdict {
  const worse = record.findings.filter(({ id, count }) => count > (baseline[id] ?? 0))
  if (worse.length === 0) return passed
  const list = worse.map(({ id, help, count }) => `${help} (${id}: ${count}, before ${baseline[id] ?? 0})`)
  return failed('accessibility', `Accessibility is worse than before: ${list.slice(0, 5).join('; ')}.`)
}

function budget(most: number, { timings }: PageRecord): Verdict {
  if (timings.load === null || timings.load <= most) return passed
  return failed('performance', `The page took ${timings.load} ms to load; its budget is ${most} ms.`)
}
