/** How it may stand with a requirement. */
export const states = ['met', 'met differently', 'not yet', 'not applicable'] as const

/** One requirement and what there is to show for it. */
export interface Requirement {
  id: string
  level: string
  state: (typeof states)[number]
  words: string
  /** Why it is not simply met; '' where it is. */
  why: string
  /** `title` is a part of the test's full title that no other test of the file has. */
  tests: { file: string; title: string }[]
}

/**
 * Reads the evidence: a line `id, level, state, words, why` for each requirement, tabs between, and below it an indented line `file, title`
 * for each test. Tells lines that do not fit, and states that want a reason or a test and have none.
 */
export function rowsOf(text: string): { rows: Requirement[]; faults: string[] } {
  const rows: Requirement[] = []
  const faults: string[] = []
  for (const line of text.split('\n').filter((line) => line && !line.startsWith('#'))) {
    const [id = '', level = '', third = '', words = '', why = ''] = line.split('\t')
    const state = states.find((known) => known === third)
    const last = rows.at(-1)
    if (id === '' && last && level && third) last.tests.push({ file: level, title: third })
    else if (/^\d+\.\d+\.\d+$/.test(id) && /^[123]$/.test(level) && state && words)
      rows.push({ id, level, state, words, why, tests: [] })
    else faults.push(`this line is no requirement and no test: ${line}`)
  }
  for (const [at, { id, state, why, tests }] of rows.entries()) {
    if ((state === 'met') !== (why === '')) faults.push(`${id}: a reason is given for all that is not simply met`)
    if (state.startsWith('met') && tests.length === 0) faults.push(`${id}: ${state}, and no test proves it`)
    if (at > 0 && !follows(rows[at - 1]?.id ?? '', id)) faults.push(`${id}: does not follow ${rows[at - 1]?.id}`)
  }
  return { rows, faults }
}

/** Whether an id comes later in the standard than another; what cannot apply to a program like this is left out. */
function follows(before: string, id: string): boolean {
  const [a, b] = [before, id].map((one) => one.split('.').map(Number))
  const at = a?.findIndex((number, place) => number !== b?.[place]) ?? -1
  return at >= 0 && (a?.[at] ?? 0) < (b?.[at] ?? 0)
}
