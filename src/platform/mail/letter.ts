/** A piece of a letter's body; plain text is a paragraph. Nothing in a letter is ever read as HTML (V64). */
export type Block =
  | string
  | { kind: 'button'; label: string; url: string }
  | { kind: 'facts'; rows: [label: string, value: string][] }
  | { kind: 'list'; items: string[] }
  | { kind: 'note'; text: string }
  | { kind: 'code'; text: string }

/** What a letter says. Written once as data; rendered as HTML and as plain text. */
export interface Letter {
  /** Stable name for logs and the outbox, such as `password-changed`. */
  name: string
  subject: string
  /** The line a mailbox shows beside the subject. */
  preview: string
  body: Block[]
  attachment?: Attachment
  /** Completes “sent this to you, because …” at the foot; about the account itself unless told. */
  because?: string
  /** For letters a person may do without: who gets it can end it with one click (RFC 8058). */
  unsubscribe?: Unsubscribe
}

/** One file that goes along. */
export interface Attachment {
  name: string
  /** Its media type, such as `application/pdf`. */
  type: string
  /** In base64, because a letter is kept as JSON. */
  base64: string
}

/** How a letter of this kind is ended. Both addresses are of this installation. */
export interface Unsubscribe {
  /** Completes “Stop …”, such as `e-mail about test failures`. */
  what: string
  /** Where mail programs send the one click, as a POST. */
  post: string
  /** Where a person ends up who follows the link; it changes nothing by itself. */
  page: string
}

/** Who receives a letter: the stored address, never one that was typed just now (CVE-2019-19844). */
export interface Recipient {
  email: string
  fullName: string
  /** Times in the letter are told in this zone. */
  timezone: string
}

/** Makes an attachment of bytes. */
export const attachment = (name: string, type: string, bytes: Buffer): Attachment => ({
  name,
  type,
  base64: bytes.toString('base64'),
})

export const button = (label: string, url: string): Block => ({ kind: 'button', label, url })
export const facts = (rows: Record<string, string>): Block => ({ kind: 'facts', rows: Object.entries(rows) })
export const list = (items: string[]): Block => ({ kind: 'list', items })
/** Something to be copied as it is, such as a signature. */
export const code = (text: string): Block => ({ kind: 'code', text })
export const note = (text: string): Block => ({ kind: 'note', text })
