import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { sealedPlaces } from '#app/lifecycle.ts'
import type { TestApp } from './harness.ts'

/** Where something that should be nowhere was found. */
export interface Trace {
  table: string
  word: string
  row: string
}

/**
 * Searches every row of every table, the queue's included, for these words in any spelling of their case: text, JSON, arrays and bytes (as
 * UTF-8 and in hexadecimal). Partitions are searched through their parent.
 */
export async function tracesOf(app: TestApp, words: readonly string[]): Promise<Trace[]> {
  const tables = await app.sql<{ table: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS table FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema')
     ORDER BY 1`,
  )
  const found: Trace[] = []
  for (const { table } of tables) {
    for (const word of words) {
      const hex = Buffer.from(word, 'utf8').toString('hex')
      const rows = await app.sql<{ row: string }>(
        `SELECT to_jsonb(t)::text AS row FROM ${table} t
         WHERE strpos(lower(to_jsonb(t)::text), lower($1)) > 0 OR strpos(to_jsonb(t)::text, $2) > 0`,
        [word, hex],
      )
      found.push(...rows.map(({ row }) => ({ table, word, row: row.slice(0, 400) })))
    }
  }
  return found
}

/** The same search in what tables hold under seal (the letters of the outbox among them) and packed (pieces of audit exports). */
export async function hiddenTracesOf(app: TestApp, words: readonly string[]): Promise<Trace[]> {
  const found: Trace[] = []
  const look = (table: string, plain: string) => {
    for (const word of words)
      if (plain.toLowerCase().includes(word.toLowerCase())) found.push({ table, word, row: plain.slice(0, 400) })
  }
  const { db, sealer } = app.platform
  for (const place of sealedPlaces) {
    // No key has this id, so every text is one that another key sealed.
    for (let after = ''; ; ) {
      const texts = await place.stale(db, 'no key', after, 1_000)
      const last = texts.at(-1)
      if (!last) break
      after = last.at
      for (const { text, aad } of texts) look(place.what, sealer.open(text, aad).toString('utf8'))
    }
  }
  for (const { packed } of await app.sql<{ packed: Buffer }>('SELECT packed FROM audit_export_pieces'))
    look('audit_export_pieces', gunzipSync(packed).toString('utf8'))
  return found
}

/** The files below a folder, which must exist, that hold one of these words. */
export async function filesWith(folder: string, words: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const bytes = await readFile(path)
    if (words.some((word) => bytes.includes(word))) found.push(path)
  }
  return found
}
