/** A part of a file, both ends included. */
export interface ByteRange {
  first: number
  last: number
}

/**
 * What a `Range` header asks of a file of so many bytes (RFC 9110 §14.2): one part; null for the whole file, also where the header is of
 * another kind, asks for several parts, or was meant for another version of the file; `unusable` where the file has no such bytes.
 */
export function rangeOf(
  header: string | undefined,
  size: number,
  version: { tag: string; ifRange: string | undefined },
): ByteRange | 'unusable' | null {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? []
  if (from === '' && to === '') return null
  if (version.ifRange !== undefined && version.ifRange !== version.tag) return null
  if (from === '')
    return Number(to) > 0 && size > 0 ? { first: Math.max(0, size - Number(to)), last: size - 1 } : 'unusable'
  const [first, last] = [Number(from), to === '' ? size - 1 : Math.min(Number(to), size - 1)]
  if (to !== '' && Number(to) < first) return null // not a range at all
  return first < size ? { first, last } : 'unusable'
}
