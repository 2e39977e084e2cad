import type { CaseDefinition, CaseKind, PageForm, Step } from '../case-kinds.ts'

/** What the form of a test holds: texts only, a list being one line per entry. */
export interface CaseValues extends Record<string, string> {
  name: string
  priority: string
  kind: string
  url: string
  finalUrl: string
  title: string
  heading: string
  lines: string
  /** `known`: a list of links is of the dead ones that are known. */
  listed: string
  seconds: string
  percent: string
  steps: string
}

const empty = {
  url: '',
  finalUrl: '',
  title: '',
  heading: '',
  lines: '',
  listed: '',
  seconds: '3',
  percent: '1',
  steps: '[]',
}

/** A test as its form holds it; `baselineId` of a picture is nothing people write, and stays. */
export function valuesOf(name: string, priority: string, definition: CaseDefinition): CaseValues {
  const common = { ...empty, name, priority, kind: definition.kind as string }
  const { kind, params } = definition
  switch (kind) {
    case 'loads':
      return { ...common, url: params.url, finalUrl: params.finalUrl ?? '' }
    case 'heading':
      return { ...common, title: params.title, heading: params.heading ?? '' }
    case 'no-console-errors':
    case 'no-failed-requests':
      return { ...common, lines: params.known.map(oneLine).join('\n') }
    case 'links-alive':
      return params.known
        ? { ...common, lines: params.known.join('\n'), listed: 'known' }
        : { ...common, lines: params.links.join('\n') }
    case 'forms':
      return { ...common, lines: params.forms.map(formLines).join('\n\n') }
    case 'accessibility':
      return {
        ...common,
        lines: Object.entries(params.baseline)
          .map(([rule, n]) => `${rule}: ${n}`)
          .join('\n'),
      }
    case 'budget':
      return { ...common, seconds: String(params.loadMs / 1000) }
    case 'screenshot':
      return { ...common, percent: String(params.threshold * 100) }
    case 'steps':
      return { ...common, steps: JSON.stringify(params.steps) }
  }
}

/** The form of a new test of the page. */
export const newValues = (pageUrl: string): CaseValues => ({
  ...empty,
  name: '',
  priority: 'normal',
  kind: 'steps',
  url: pageUrl,
  steps: JSON.stringify([{ do: 'goto', url: pageUrl }] satisfies Step[]),
})

/** What the form says, as the API takes it; `before` keeps what cannot be written. */
export function definitionOf(values: CaseValues, before?: CaseDefinition): CaseDefinition {
  const kind = values.kind as CaseKind
  switch (kind) {
    case 'loads': {
      const finalUrl = values.finalUrl.trim()
      return { kind, params: { url: values.url.trim(), ...(finalUrl && { finalUrl }) } }
    }
    case 'heading':
      return { kind, params: { title: values.title, heading: values.heading.trim() === '' ? null : values.heading } }
    case 'no-console-errors':
    case 'no-failed-requests':
      return { kind, params: { known: linesOf(values.lines).map(manyLines) } }
    case 'links-alive':
      return before?.kind === kind && values.listed === 'known'
        ? { kind, params: { ...before.params, known: linesOf(values.lines) } }
        : { kind, params: { links: linesOf(values.lines) } }
    case 'forms':
      return { kind, params: { forms: formsOf(values.lines) } }
    case 'accessibility':
      return { kind, params: { baseline: Object.fromEntries(linesOf(values.lines).map(finding)) } }
    case 'budget':
      return { kind, params: { loadMs: Math.round(Number(values.seconds.replace(',', '.')) * 1000) } }
    case 'screenshot': {
      const baselineId = before?.kind === kind ? before.params.baselineId : null
      return { kind, params: { baselineId, threshold: Number(values.percent.replace(',', '.')) / 100 } }
    }
    case 'steps':
      return { kind, params: { steps: JSON.parse(values.steps) } }
  }
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

// An error can have several lines; in the field it has one.
const oneLine = (text: string): string => text.replaceAll('\n', '⏎')
const manyLines = (text: string): string => text.replaceAll('⏎', '\n')

const formLines = ({ fields }: PageForm): string =>
  fields
    .map(({ name, type, label }) => [name, type, label].map((part) => part.replace(/[\n|]/g, ' ').trim()).join(' | '))
    .join('\n')

const formsOf = (text: string): PageForm[] =>
  text
    .split(/\n\s*\n/)
    .map((form) => ({
      fields: linesOf(form).map((line) => {
        const [name = '', type = '', ...label] = line.split('|').map((part) => part.trim())
        return { name, type: type || 'text', label: label.join(' ') }
      }),
    }))
    .filter(({ fields }) => fields.length > 0)

const finding = (line: string): [string, number] => {
  const [rule = '', count = ''] = line.split(':').map((part) => part.trim())
  return [rule, Number(count)]
}

/** Checks before sending; the server decides all the same. */
export function checkCase(values: CaseValues): { [K in keyof CaseValues]?: string | undefined } {
  const { kind } = values
  const seconds = Number(values.seconds.replace(',', '.'))
  const percent = Number(values.percent.replace(',', '.'))
  return {
    name: values.name.trim() === '' ? 'Give the test a name.' : undefined,
    url: kind === 'loads' && !URL.canParse(values.url.trim()) ? 'Write a whole address.' : undefined,
    finalUrl:
      kind === 'loads' && values.finalUrl.trim() !== '' && !URL.canParse(values.finalUrl.trim())
        ? 'Write a whole address, or leave it empty.'
        : undefined,
    lines: checkLines(kind, values.lines),
    seconds:
      kind === 'budget' && !(seconds >= 0.1 && seconds <= 120) ? 'Write seconds between 0.1 and 120.' : undefined,
    percent:
      kind === 'screenshot' && !(percent >= 0 && percent <= 100) ? 'Write a number between 0 and 100.' : undefined,
    steps: kind === 'steps' ? checkSteps(JSON.parse(values.steps)) : undefined,
  }
}

function checkLines(kind: string, text: string): string | undefined {
  const lines = linesOf(text)
  const wrong = lines.find((line) =>
    kind === 'links-alive' ? !URL.canParse(line) : kind === 'accessibility' && !/^[\w-]+\s*:\s*\d+$/.test(line),
  )
  if (wrong === undefined) return undefined
  return kind === 'links-alive' ? `“${wrong}” is not a whole address.` : `Write “${wrong}” as rule: number.`
}

function checkSteps(steps: Step[]): string | undefined {
  if (steps.length === 0) return 'Add a step.'
  const at = steps.findIndex((step) =>
    Object.entries(step).some(([part, text]) => part !== 'value' && text.trim() === ''),
  )
  return at < 0 ? undefined : `Step ${at + 1} is not finished.`
}
