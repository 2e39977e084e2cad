/** Where a page of members ends: what it is sorted by, and the id. */
export interface Place {
  key: string
  id: string
}

/** As text on the wire. */
export const cursorOf = ({ key, id }: Place): string => Buffer.from(JSON.stringify([key, id])).toString('base64url')

/** Back from the wire; null for what no page has answered. */
export function placeOf(cursor: string): Place | null {
  try {
    const [key, id, ...more]: unknown[] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    const fine = typeof key === 'string' && typeof id === 'string' && more.length === 0
    return fine && !`${key}${id}`.includes('\u0000') ? { key, id } : null
  } catch {
    return null
  }
}
