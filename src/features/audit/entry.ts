import { joined, type Sha256 } from './tree.ts'

/** One entry as it is hashed, shown raw and exported. `where` and `details` are null once the person they tell of was erased. */
export interface LogEntry {
  log: string
  id: string
  /** RFC 3339 in UTC with milliseconds. */
  at: string
  action: string
  actor: { kind: string; id: string | null }
  session: string | null
  request: string | null
  target: { kind: string | null; id: string | null } | null
  where: { ip: string | null; userAgent: string | null } | null
  details: Record<string, unknown> | null
}

const encoder = new TextEncoder()

// Most texts have nothing to escape, and to see that takes half as long as to have them escaped.
const plain = /^[\w .:/@-]*$/
const spelt = (value: unknown): string =>
  typeof value === 'string' && plain.test(value) ? `"${value}"` : (JSON.stringify(value) ?? 'null')

/** JSON with sorted keys and no spaces: the one spelling of a value (what `jq -cS` prints). */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return spelt(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  let text = ''
  for (const key of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[key]
    if (member !== undefined) text += `${text && ','}${spelt(key)}:${canonical(member)}`
  }
  return `{${text}}`
}

/** SHA-256(0x02 ‖ salt ‖ canonical JSON): tells nothing about the value to whoever lacks the salt. */
export const commitmentOf = (sha256: Sha256, salt: Uint8Array, value: unknown): Uint8Array =>
  sha256(marked(2, salt, canonical(value)))

// Verifying a log spells millions of texts: one place to write them is enough, as no hashing keeps its input.
const room = new Uint8Array(65_536)
const nothing = new Uint8Array()

function marked(mark: number, salt: Uint8Array, text: string): Uint8Array {
  const start = salt.length + 1
  if (start + text.length * 3 > room.length) return joined([new Uint8Array([mark]), salt, encoder.encode(text)])
  room[0] = mark
  room.set(salt, 1)
  return room.subarray(0, start + encoder.encodeInto(text, room.subarray(start)).written)
}

/** The text a leaf is the hash of: everything of an entry, personal values by their commitments. Keys stand in sorted order. */
export function leafText(
  { log, id, at, action, actor, session, request, target }: LogEntry,
  where: string,
  details: string,
): string {
  const about = target ? `{"id":${spelt(target.id)},"kind":${spelt(target.kind)}}` : 'null'
  return `{"action":${spelt(action)},"actor":{"id":${spelt(actor.id)},"kind":${spelt(actor.kind)}},"at":"${at}","details":"${details}","id":${spelt(id)},"log":${spelt(log)},"request":${spelt(request)},"session":${spelt(session)},"target":${about},"v":1,"where":"${where}"}`
}

/** The leaf of an entry (docs/audit.md “The leaf”), with its commitments as hexadecimal digits. RFC 6962 hashes a leaf behind 0x00. */
export const leafOf = (sha256: Sha256, entry: LogEntry, where: string, details: string): Uint8Array =>
  sha256(marked(0, nothing, leafText(entry, where, details)))

const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Bytes as hexadecimal digits. */
export function hex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += digits[byte]
  return text
}

const nibbles = new Int8Array(128).fill(-1)
for (let value = 0; value < 16; value += 1) nibbles[value.toString(16).charCodeAt(0)] = value

/** The bytes of hexadecimal digits; empty for anything else. */
export function unhex(text: string): Uint8Array {
  if (text.length % 2 === 1) return nothing
  const bytes = new Uint8Array(text.length / 2)
  for (let at = 0; at < bytes.length; at += 1) {
    const [high, low] = [nibbles[text.charCodeAt(2 * at)] ?? -1, nibbles[text.charCodeAt(2 * at + 1)] ?? -1]
    if (high < 0 || low < 0) return nothing
    bytes[at] = high * 16 + low
  }
  return bytes
}

/** Whether these are the very bytes that hexadecimal digits spell. */
export function spells(text: string, bytes: Uint8Array): boolean {
  if (text.length !== bytes.length * 2) return false
  for (let at = 0; at < bytes.length; at += 1) {
    const [high, low] = [nibbles[text.charCodeAt(2 * at)] ?? -1, nibbles[text.charCodeAt(2 * at + 1)] ?? -1]
    if (high < 0 || low < 0 || bytes[at] !== high * 16 + low) return false
  }
  return true
}
