import { vi } from 'vitest'
import type { TestApp } from '#tests/harness.ts'
import { lockKey } from './queries.ts'

/**
 * Lets several acts on one key collide for certain: each has read the key, and waits to write it, before the next begins and before any
 * writes. They then go on in the order they are given in. Of one person only one act gets that far at a time.
 */
export async function atOnce<T>(app: TestApp, keyId: string, acts: (() => Promise<T>)[]): Promise<T[]> {
  const begun: Promise<T>[] = []
  await app.platform.db.transaction(async (tx) => {
    await lockKey(tx, keyId)
    for (const act of acts) {
      begun.push(act())
      await vi.waitUntil(async () => (await waiting(app)) === begun.length, { timeout: 10_000, interval: 5 })
    }
  })
  return Promise.all(begun)
}

async function waiting(app: TestApp): Promise<number> {
  const rows = await app.sql(
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
  )
  return rows.length
}

/** Does something while nothing about this key can be written into the audit log, which comes after everything else a story writes. */
export async function withoutLog<T>(app: TestApp, keyId: string, act: () => Promise<T>): Promise<T> {
  await app.sql(`ALTER TABLE audit_log ADD CONSTRAINT torn CHECK (target_id <> '${keyId}') NOT VALID`)
  try {
    return await act()
  } finally {
    await app.sql('ALTER TABLE audit_log DROP CONSTRAINT torn')
  }
}
