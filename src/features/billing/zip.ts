/** A file of an archive. */
interface Packed {
  name: string
  bytes: Buffer
  at: Date
}

/** Files as one zip. */
export async function zipOf(files: readonly Packed[]): Promise<Buffer> {
  const { ZipFile } = await import('yazl')
  const zip = new ZipFile()
  for (const { name, bytes, at } of files) zip.addBuffer(bytes, name, { mtime: at, compress: false })
  zip.end()
  const chunks: Buffer[] = []
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk as Buffer))
  return Buffer.concat(chunks)
}
