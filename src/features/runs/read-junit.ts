import { SaxesParser } from 'saxes'
import { plainText } from '#platform/plain-text.ts'
import type { CaseState } from './rows.ts'

/** A test as another tool reported it. */
export interface ReportedCase {
  suiteName: string
  name: string
  state: Extract<CaseState, 'passed' | 'failed' | 'skipped'>
  durationMs: number | null
  message: string | null
}

/** The text is no JUnit report, or one that is not taken. */
export class NotJunit extends Error {
  override readonly name = 'NotJunit'
}

const deepest = 20
const mostCases = 10_000
const longestText = 2_000

/**
 * Reads a JUnit report. Document types are refused, and with them every entity of one's own (billion laughs, files, addresses): none is ever
 * looked up. Throws {@link NotJunit}.
 */
export function readJunit(text: string): ReportedCase[] {
  const cases: ReportedCase[] = []
  const suites: string[] = []
  const open: string[] = []
  let current: ReportedCase | null = null
  let told = ''
  const parser = new SaxesParser()
  const refuse = (why: string): never => {
    throw new NotJunit(why)
  }
  parser.on('doctype', () => refuse('a document type'))
  parser.on('error', (error) => refuse(error.message))
  parser.on('opentag', ({ name, attributes }) => {
    open.push(name)
    if (open.length > deepest) refuse('too deep')
    if (open.length === 1 && name !== 'testsuites' && name !== 'testsuite') refuse('no test suites')
    if (name === 'testsuite') suites.push(cut(attributes.name ?? ''))
    if (name === 'testcase') {
      if (cases.length >= mostCases) refuse('too many cases')
      const suiteName = suites.at(-1) || cut(attributes.classname ?? '') || 'Tests'
      const inSuite = attributes.classname && attributes.classname !== suites.at(-1) ? `${attributes.classname} › ` : ''
      current = {
        suiteName,
        name: cut(inSuite + (attributes.name ?? '')),
        state: 'passed',
        durationMs: msOf(attributes.time),
        message: null,
      }
      cases.push(current)
    }
    if (current && (name === 'failure' || name === 'error')) {
      current.state = 'failed'
      current.message ??= cut(attributes.message ?? '') || null
      told = ''
    }
    if (current && name === 'skipped') {
      current.state = 'skipped'
      current.message ??= cut(attributes.message ?? '') || null
    }
  })
  const hear = (part: string) => {
    const inside = open.at(-1)
    if ((inside === 'failure' || inside === 'error') && told.length < longestText) told += part.slice(0, longestText)
  }
  parser.on('text', hear)
  parser.on('cdata', hear)
  parser.on('closetag', ({ name }) => {
    open.pop()
    if (current && (name === 'failure' || name === 'error')) current.message ??= cut(told.trim()) || null
    if (name === 'testcase') current = null
    if (name === 'testsuite') suites.pop()
  })
  parser.write(text).close()
  return cases
}

// What stands in a report is a stranger's: no control characters but line ends, and not endless.
const cut = (text: string): string => plainText(text.replace(/[^\P{C}\n\t]/gu, ''), longestText)

function msOf(time: string | undefined): number | null {
  const seconds = Number((time ?? '').replaceAll(',', ''))
  return time && Number.isFinite(seconds) && seconds >= 0 && seconds < 1e6 ? Math.round(seconds * 1_000) : null
}
