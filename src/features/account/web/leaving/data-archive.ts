import { api } from '#web/client.ts'
import type { DataCopy } from './leaving-queries.ts'

/** Fetches the archive, with whatever proof it asks for, and lets the browser save it. */
export async function saveArchive(copy: DataCopy): Promise<void> {
  const archive = await api.get('/account/exports/{id}/archive', { params: { id: copy.id } })
  const url = URL.createObjectURL(archive)
  const link = document.createElement('a')
  link.href = url
  link.download = `aegisrunner-data-${(copy.readyAt ?? copy.requestedAt).slice(0, 10)}.zip`
  link.click()
  URL.revokeObjectURL(url)
}

/** “12 kB”, “3.4 MB”. */
export const sizeInWords = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
