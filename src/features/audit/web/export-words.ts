const kinds: Record<string, string> = {
  user: 'user',
  area: 'action',
  target: 'target',
  ip: 'IP address',
  from: 'first day',
  to: 'last day',
  text: 'words',
}

/** “all entries”, or by what they were filtered. */
export function filtersInWords(filters: Readonly<Record<string, string>>): string {
  const names = Object.keys(filters).map((name) => kinds[name] ?? name)
  const last = names.pop()
  if (last === undefined) return 'all entries'
  return `filtered by ${names.length > 0 ? `${names.join(', ')} and ${last}` : last}`
}

/** “12 kB”, “3.4 MB”, “1.2 GB”. */
export function sizeInWords(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1_000))} kB`
  return bytes < 1_000_000_000 ? `${(bytes / 1_000_000).toFixed(1)} MB` : `${(bytes / 1_000_000_000).toFixed(1)} GB`
}
