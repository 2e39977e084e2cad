import type { AnswerOf } from '#web/client.ts'

type Made = AnswerOf<'POST', '/teams/{team}/keys'>

/** A secret in the only moment in which anybody sees it. */
export interface NewSecret {
  name: string
  secret: string
  snippets: Made['snippets']
  /** Until when the secret before it works too, when it replaces one. */
  oldUsedUntil: string | null
}

/** What the dialog shows of a key that was just made or rotated. */
export const newSecretOf = ({ key, secret, snippets }: Made): NewSecret => ({
  name: key.name,
  secret,
  snippets,
  oldUsedUntil: key.rotation?.oldUsedUntil ?? null,
})
