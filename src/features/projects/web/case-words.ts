import type { CaseDefinition, CaseKind, Step } from '../case-kinds.ts'
import { counted } from './words.ts'

/** What each kind is called where one is chosen. */
export const kindNames: Readonly<Record<CaseKind, string>> = {
  steps: 'Steps a visitor takes',
  loads: 'The page loads',
  heading: 'Title and main heading',
  'no-console-errors': 'No new console errors',
  'no-failed-requests': 'No failed requests',
  'links-alive': 'Links work',
  forms: 'Forms and their fields',
  accessibility: 'Accessibility',
  budget: 'Loads in time',
  screenshot: 'Looks the same',
}

/** What a test expects, in one sentence. */
export function expectation({ kind, params }: CaseDefinition): string {
  switch (kind) {
    case 'loads':
      return params.finalUrl
        ? `${params.url} answers well and ends at ${params.finalUrl}.`
        : 'The page answers well, at its own address.'
    case 'heading':
      return `Title “${params.title}”${params.heading === null ? '' : `, main heading “${params.heading}”`}.`
    case 'no-console-errors':
      return params.known.length === 0
        ? 'The console stays free of errors.'
        : `No errors but ${counted(params.known.length, 'known one')}.`
    case 'no-failed-requests':
      return params.known.length === 0
        ? 'Everything the page asks for arrives.'
        : `Everything the page asks for arrives, but for ${counted(params.known.length, 'known address', 'known addresses')}.`
    case 'links-alive':
      if (params.known)
        return `Every link on the page leads somewhere${params.known.length === 0 ? '' : `, but for ${counted(params.known.length, 'known dead one')}`}.`
      return `${counted(params.links.length, 'link')} of the page lead somewhere.`.replace(
        '1 link of the page lead',
        '1 link of the page leads',
      )
    case 'forms':
      return `${counted(params.forms.length, 'form')} with ${counted(
        params.forms.reduce((sum, { fields }) => sum + fields.length, 0),
        'field',
      )}.`
    case 'accessibility': {
      const known = Object.values(params.baseline).reduce((sum, count) => sum + count, 0)
      return known === 0
        ? 'axe-core finds nothing.'
        : `axe-core finds no more than the ${counted(known, 'known finding')}.`
    }
    case 'budget':
      return `The page is loaded within ${params.loadMs / 1000} seconds.`
    case 'screenshot':
      return params.baselineId === null
        ? 'The first run takes the picture to compare with.'
        : `At most ${params.threshold * 100} % of the picture differ.`
    case 'steps':
      return `${params.steps.slice(0, 3).map(stepWords).join(', ')}${params.steps.length > 3 ? ` and ${params.steps.length - 3} more` : ''}.`
  }
}

/** A step in words. */
function stepWords(step: Step): string {
  switch (step.do) {
    case 'goto':
      return `go to ${step.url}`
    case 'click':
      return `click ${step.target}`
    case 'fill':
      return `fill ${step.target}`
    case 'expectText':
      return `expect “${step.text}”`
    case 'expectUrl':
      return `expect the address ${step.url}`
  }
}
