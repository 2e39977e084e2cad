import type { AnswerOf } from '#web/client.ts'

/** Ready pieces for pipelines, by where they belong. */
export type Snippets = AnswerOf<'POST', '/teams/{team}/keys'>['snippets']

/** A secret in the only moment in which anybody sees it. */
export interface NewSecret {
  keyId: string
  name: string
  secret: string
  /** Only with a new key: a rotated one stands in its pipelines already. */
  snippets: Snippets | null
  /** Until when the secret before it works too; null when it replaces none. */
  oldUsedUntil: string | null
}
