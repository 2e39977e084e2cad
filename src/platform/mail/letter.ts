/** A piece of a letter's body; plain text is a paragraph. Nothing in a letter is ever read as HTML (V64). */
export type Block =
  | string
  | { kind: 'button'; label: string; url: string }
  | { kind: 'facts'; rows: [label: string, value: string][] }
  | { kind: 'note'; text: string }

/** What a letter says. Written once as data; rendered as HTML and as plain text. */
export interface Letter {
  /** Stable name for logs and the outbox, such as `password-changed`. */
  name: string
  subject: string
  /** The line a mailbox shows beside the subject. */
  preview: string
  body: Block[]
}

/** Who receives a letter: the stored address, never one that was typed just now (CVE-2019-19844). */
export interface Recipient {
  email: string
  fullName: string
  /** Times in the letter are told in this zone. */
  timezone: string
}

export const button = (label: string, url: string): Block => ({ kind: 'button', label, url })
export const facts = (rows: Record<string, string>): Block => ({ kind: 'facts', rows: Object.entries(rows) })
export const note = (text: string): Block => ({ kind: 'note', text })
