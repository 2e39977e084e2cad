/** What an audit row says beyond its action. */
export interface Facts {
  /** The code of the refusal, when it was tried and not done. */
  refused?: string
  changes?: Record<string, { from: unknown; to: unknown }>
  [fact: string]: unknown
}

/** Words that may depend on what happened. */
type Words = string | ((facts: Facts) => string)

/** How an audited act reads. */
export interface Sentence {
  did: Words
  /** What was tried, when it was refused; the reason follows. */
  tried?: string
}

/** The name of the thing, in quotes, after its kind; or nothing. */
export const named = ({ name }: Facts): string => (typeof name === 'string' && name !== '' ? ` “${name}”` : '')
