import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'
import type { ExportedFile } from '#access/departure.ts'
import { exportIndex } from './export-index.ts'

/** The archive: an index page to read, and one file per subject. */
export async function zipOf(
  files: readonly ExportedFile[],
  about: { name: string; timezone: string; now: Date },
): Promise<Buffer> {
  const zip = new ZipFile()
  const options = { mtime: about.now }
  const named = files.map((file, place) => ({ ...file, name: safeName(file.name, files, place) }))
  zip.addBuffer(Buffer.from(exportIndex(named, about), 'utf8'), 'index.html', options)
  for (const { name, content } of named) {
    if (Buffer.isBuffer(content)) zip.addBuffer(content, name, options)
    else if (isStream(content)) zip.addReadStream(Readable.from(jsonArray(content)), name, options)
    else zip.addBuffer(Buffer.from(`${JSON.stringify(content, null, 2)}\n`, 'utf8'), name, options)
  }
  zip.end()
  return buffer(zip.outputStream)
}

// Two slices may call a file the same; a name never leads out of the archive.
function safeName(name: string, files: readonly ExportedFile[], place: number): string {
  const plain = name.replace(/[^\w.-]+/g, '-').replace(/^\.+/, '')
  const taken = plain === 'index.html' || files.slice(0, place).some((other) => other.name === name)
  return taken ? `${place + 1}-${plain}` : plain
}

const isStream = (content: unknown): content is AsyncIterable<unknown> =>
  typeof content === 'object' && content !== null && Symbol.asyncIterator in content

async function* jsonArray(rows: AsyncIterable<unknown>): AsyncGenerator<string> {
  let first = true
  yield '['
  for await (const row of rows) {
    yield `${first ? '' : ','}\n  ${JSON.stringify(row)}`
    first = false
  }
  yield '\n]\n'
}
