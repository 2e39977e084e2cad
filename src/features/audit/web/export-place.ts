/** How many entries these lines of an export hold, and the cursor after the last of them. */
export function placeAfter(lines: string, format: 'csv' | 'ndjson'): { entries: number; after: string | undefined } {
  // In a CSV record the time begins it and the entry's id stands near its end; a quoted value may hold either, but not both in these places.
  const pattern =
    format === 'csv'
      ? /^(\d{4}-\d\d-\d\dT[\d:.]+Z),[\s\S]*?,(aud_[0-9a-z]{26}),\d*\r?$/gm
      : /"entryId":"(?<id>aud_[0-9a-z]{26})".*?"at":"(?<at>\d{4}-\d\d-\d\dT[\d:.]+Z)"/g
  let entries = 0
  let after: string | undefined
  for (const found of lines.matchAll(pattern)) {
    entries += 1
    const at = found.groups?.at ?? found[1] ?? ''
    const id = found.groups?.id ?? found[2] ?? ''
    after = `${Date.parse(at)}-${id}`
  }
  return { entries, after }
}
