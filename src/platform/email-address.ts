import { domainToASCII } from 'node:url'

/** Why a text is no usable e-mail address. */
export type EmailRefusal = 'not_text' | 'empty' | 'too_long' | 'invisible' | 'look_alike' | 'not_one' | 'malformed'

/**
 * `canonical` identifies the person (unique in the database) and is where mail goes: lower case, domain in ASCII.
 * `display` is the address as the person writes it, for pages only.
 */
export type EmailReading = { ok: true; canonical: string; display: string } | { ok: false; reason: EmailRefusal }

/** Most bytes of an address (RFC 5321 §4.5.3.1.3 less the brackets) and of its part before the @ (§4.5.3.1.1). */
const MOST_BYTES = 254
const MOST_LOCAL_BYTES = 64
const MOST_DOMAIN_LETTERS = 253

/** More than any address with the space around it; spares the patterns below from long input. */
const MOST_TYPED = 1000

const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u
const LOCAL = /^[\w!#$%&'*+/=?^`{|}~\p{L}\p{M}\p{N}-]+(\.[\w!#$%&'*+/=?^`{|}~\p{L}\p{M}\p{N}-]+)*$/u
const DOMAIN = /^[\p{L}\p{M}\p{N}.-]+$/u
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * Reads what someone typed as one e-mail address; the only reading at every door. Trims spaces, tabs and line ends;
 * refuses anything that is not text, unseen characters (V68), more or fewer than one @ and lists (V63), quoted local
 * parts, address literals, and characters that turn into ASCII when case or form is changed (V65, V66).
 * `localhost` is a domain only where `allowLocalhost` is set.
 */
export function canonicalEmail(raw: unknown, { allowLocalhost = false } = {}): EmailReading {
  if (typeof raw !== 'string') return refused('not_text')
  if (raw.length > MOST_TYPED) return refused('too_long')
  const typed = raw.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '')
  if (!typed) return refused('empty')
  if (typed.length > MOST_BYTES) return refused('too_long')
  if (INVISIBLE.test(typed)) return refused('invisible')
  if (/[,;]/.test(typed)) return refused('not_one')

  const [typedLocal = '', typedDomain, ...more] = typed.split('@')
  if (turnsIntoAscii(typedLocal, cased) || turnsIntoAscii(typedDomain ?? '', unstyled)) return refused('look_alike')
  if (typedDomain === undefined) return refused('malformed')
  if (more.length > 0) return refused('not_one')

  const local = typedLocal.normalize('NFC')
  const domain = asciiDomain(typedDomain, allowLocalhost)
  if (!LOCAL.test(local) || !domain) return refused('malformed')
  const canonical = `${lowered(local)}@${domain}`
  if (bytes(canonical) > MOST_BYTES || bytes(lowered(local)) > MOST_LOCAL_BYTES) return refused('too_long')
  return { ok: true, canonical, display: `${local}@${lowered(typedDomain)}` }
}

/** An address that its owner recognises and others do not learn: `ada@example.com` becomes `a•••@example.com`. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  const [first = '', second] = [...email.slice(0, Math.max(at, 0))]
  return `${second === undefined ? '' : first}•••${at < 0 ? '' : email.slice(at)}`
}

function asciiDomain(typed: string, allowLocalhost: boolean): string | undefined {
  if (!DOMAIN.test(typed)) return undefined
  const domain = domainToASCII(lowered(typed))
  const labels = domain.split('.')
  const typedLabels = lowered(typed).split('.')
  // A label that was not ASCII must not become ASCII, whatever the mapping tables of this Node.js say (V66).
  const kept = labels.every((label, at) => LABEL.test(label) && (label.startsWith('xn--') || label === typedLabels[at]))
  // The URL host parser reads `127.1` and `0x7f.1` as IPv4: a top label of digits is an address, not a name.
  if (!kept || domain.length > MOST_DOMAIN_LETTERS || /^\d+$/.test(labels.at(-1) ?? '')) return undefined
  return labels.length > 1 || (allowLocalhost && domain === 'localhost') ? domain : undefined
}

/** Whether a character outside ASCII has an ASCII one among its other spellings: `＠`, `K`, `ſ`, and before the @ `ı`. */
function turnsIntoAscii(text: string, otherSpellings: (char: string) => string): boolean {
  // As typed, because NFC itself turns the Kelvin sign into K; in both forms, so that the answer is one for all spellings.
  const chars = new Set([...text, ...text.normalize('NFC'), ...text.normalize('NFD')])
  return [...chars].some((char) => /\P{ASCII}/u.test(char) && /\p{ASCII}/u.test(otherSpellings(char)))
}

function lowered(text: string): string {
  return text.normalize('NFC').toLowerCase().normalize('NFC')
}

function unstyled(char: string): string {
  return lowered(char.normalize('NFKC'))
}

function cased(char: string): string {
  // The capital of `ẖ` is an H only in writing: with its mark it is another letter than H.
  return unstyled(char) + (char + lowered(char)).toUpperCase().replace(/\p{ASCII}\p{M}+/gu, '')
}

function refused(reason: EmailRefusal): EmailReading {
  return { ok: false, reason }
}

function bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8')
}
