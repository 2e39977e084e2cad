/** One field that two people changed differently. */
export interface Conflict<K> {
  field: K
  mine: string
  theirs: string
}

/**
 * Three-way merge of a form: what was read, what this person typed, what is stored now. A field only one side changed needs no question; a
 * field both changed differently keeps the typed value and becomes a conflict for the person to settle. Conflicts still `open` stay open.
 */
export function mergeEdits<V extends Record<string, string>>(
  read: V,
  mine: V,
  stored: V,
  open: readonly Conflict<keyof V & string>[] = [],
): { values: V; conflicts: Conflict<keyof V & string>[] } {
  const values = { ...mine }
  const conflicts: Conflict<keyof V & string>[] = []
  for (const field of Object.keys(stored) as (keyof V & string)[]) {
    const unsettled = open.some((conflict) => conflict.field === field)
    if (stored[field] === read[field] && !unsettled) continue
    if (mine[field] === read[field] || mine[field] === stored[field]) values[field] = stored[field]
    else conflicts.push({ field, mine: String(mine[field]), theirs: String(stored[field]) })
  }
  return { values, conflicts }
}

/** The fields whose typed value differs from what was read. */
export function editsOf<V extends Record<string, string>>(read: V, mine: V): Partial<V> {
  return Object.fromEntries(Object.entries(mine).filter(([field, value]) => value !== read[field])) as Partial<V>
}
