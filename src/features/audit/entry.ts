import { joined, leafHash, type Sha256 } from './tree.ts'

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

/** JSON with sorted keys and no spaces: the one spelling of a value (what `jq -cS` prints). */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`
}

/** SHA-256(0x02 ‖ salt ‖ canonical JSON): tells nothing about the value to whoever lacks the salt. */
export const commitmentOf = (sha256: Sha256, salt: Uint8Array, value: unknown): Uint8Array =>
  sha256(joined([hiddenMark, salt, encoder.encode(canonical(value))]))

const hiddenMark = new Uint8Array([2])

/** The text a leaf is the hash of: everything of an entry, personal values by their commitments. Keys stand in sorted order. */
export function leafText(
  { log, id, at, action, actor, session, request, target }: LogEntry,
  where: Uint8Array,
  details: Uint8Array,
): string {
  const text = JSON.stringify
  const about = target ? `{"id":${text(target.id)},"kind":${text(target.kind)}}` : 'null'
  return `{"action":${text(action)},"actor":{"id":${text(actor.id)},"kind":${text(actor.kind)}},"at":"${at}","details":"${hex(details)}","id":${text(id)},"log":${text(log)},"request":${text(request)},"session":${text(session)},"target":${about},"v":1,"where":"${hex(where)}"}`
}

/** The leaf of an entry (docs/audit.md “The leaf”). */
export const leafOf = (sha256: Sha256, entry: LogEntry, where: Uint8Array, details: Uint8Array): Uint8Array =>
  leafHash(sha256, encoder.encode(leafText(entry, where, details)))

const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Bytes as hexadecimal digits. */
export function hex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += digits[byte]
  return text
}

/** The bytes of hexadecimal digits; empty for anything else. */
export function unhex(text: string): Uint8Array {
  if (!/^([0-9a-f]{2})*$/.test(text)) return new Uint8Array()
  return Uint8Array.from({ length: text.length / 2 }, (_, at) => Number.parseInt(text.slice(at * 2, at * 2 + 2), 16))
}
