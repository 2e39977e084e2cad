/** How a result is written. */
export const formats = ['text', 'json', 'junit'] as const
export type Format = (typeof formats)[number]

/** What a run or crawl came to. */
export interface CiResult {
  kind: 'run' | 'crawl'
  id: string
  over: boolean
  status: string
  exitCode: number
  counts: { total: number; passed: number; failed: number; skipped: number }
  durationMs: number | null
  url: string
  cases: CiCase[]
  problem: string | null
}

/** A test of a run, as the protocol names its members. */
export interface CiCase {
  name: string
  suiteName: string
  status: string
  durationMs: number | null
  errorMessage: string | null
  failureType: string | null
}

/** A result as text for people, as JSON, or as a JUnit report for pipelines. */
export function render(result: CiResult, format: Format): string {
  if (format === 'json') return `${JSON.stringify(result, null, 2)}\n`
  return format === 'junit' ? junit(result) : plain(result)
}

const signs: Record<string, string> = { passed: '✓', failed: '✗', needs_review: '?', skipped: '–', waiting: '…' }

function plain({ kind, status, counts, durationMs, url, cases, problem }: CiResult): string {
  const what = kind === 'run' ? 'tests' : 'pages'
  const took = durationMs === null ? '' : ` in ${(durationMs / 1_000).toFixed(1)} s`
  const bad = cases.filter(({ status: state }) => state !== 'passed')
  const lines = [
    `${kind === 'run' ? 'Run' : 'Crawl'} ${status.replace('_', ' ')}: ${counts.passed} of ${counts.total} ${what} passed, ${counts.failed} failed, ${counts.skipped} skipped${took}`,
    ...bad.map(
      ({ suiteName, name, status: state, errorMessage }) =>
        `  ${signs[state] ?? '·'} ${suiteName} – ${name}${errorMessage ? `: ${errorMessage}` : ''}`,
    ),
    ...(problem ? [problem] : []),
    ...(url ? [url] : []),
  ]
  // Names and messages come from pages of strangers; a terminal must not obey them.
  return `${lines.map((line) => line.replace(/\p{Cc}+/gu, ' ')).join('\n')}\n`
}

function junit({ id, cases, durationMs, counts }: CiResult): string {
  const suites = new Map<string, CiCase[]>()
  for (const one of cases) suites.set(one.suiteName, [...(suites.get(one.suiteName) ?? []), one])
  const failed = (list: readonly CiCase[]) => list.filter((one) => isFailed(one)).length
  const skipped = (list: readonly CiCase[]) =>
    list.filter(({ status }) => status === 'skipped' || status === 'waiting').length
  const attributes = (list: readonly CiCase[]) =>
    `tests="${list.length}" failures="${failed(list)}" skipped="${skipped(list)}"`
  const body = [...suites].map(
    ([name, list]) =>
      `  <testsuite name="${xml(name)}" ${attributes(list)}>\n${list.map(testcase).join('')}  </testsuite>\n`,
  )
  const total = `tests="${counts.total}" failures="${failed(cases)}" time="${((durationMs ?? 0) / 1_000).toFixed(3)}"`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="AegisRunner ${xml(id)}" ${total}>\n${body.join('')}</testsuites>\n`
}

const isFailed = ({ status }: CiCase): boolean => status === 'failed' || status === 'needs_review'

function testcase(one: CiCase): string {
  const { name, suiteName, status, durationMs, errorMessage, failureType } = one
  const open = `    <testcase name="${xml(name)}" classname="${xml(suiteName)}" time="${((durationMs ?? 0) / 1_000).toFixed(3)}"`
  if (isFailed(one)) {
    return `${open}>\n      <failure type="${xml(failureType ?? status)}" message="${xml(errorMessage ?? status)}"/>\n    </testcase>\n`
  }
  if (status === 'passed') return `${open}/>\n`
  return `${open}>\n      <skipped${errorMessage ? ` message="${xml(errorMessage)}"` : ''}/>\n    </testcase>\n`
}

const named: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

// XML 1.0 knows no control characters, not even as references.
const xml = (text: string): string =>
  text
    .replace(/[^\P{C}\n\t]/gu, '')
    .replace(/[&<>"']/g, (one) => named[one] ?? one)
    .replace(/[\n\t]/g, ' ')
