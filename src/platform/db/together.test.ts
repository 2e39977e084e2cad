import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { together } from './together.ts'

const { platform } = await testApp()
const { db } = platform

const begun = (bucket: string) => ({ bucket, started_at: new Date(), expires_at: new Date(), count: 1 })
const buckets = async (like: string) =>
  (await db.query.selectFrom('rate_limits').select('bucket').where('bucket', 'like', like).execute()).length

test('each answer stands where its statement stood, whichever ended first', async () => {
  const answers = await db.transaction((tx) =>
    together([
      sql<{ n: number }>`SELECT 1 AS n FROM pg_sleep(0.05)`.execute(tx.query).then(({ rows }) => rows[0]?.n),
      sql<{ n: number }>`SELECT 2 AS n`.execute(tx.query).then(({ rows }) => rows[0]?.n),
    ]),
  )
  expect(answers).toEqual([1, 2])
})

test.each([0, 1, 2])(
  'the fault at place %i is told, not what the others failed of, and nothing is left',
  async (place) => {
    const prefix = `together ${place}`
    await db.query
      .insertInto('rate_limits')
      .values(begun(`${prefix} taken`))
      .execute()
    const wanted = ['one', 'two', 'three'].map((name, at) => `${prefix} ${at === place ? 'taken' : name}`)
    const failed = db.transaction((tx) =>
      together(wanted.map((bucket) => tx.query.insertInto('rate_limits').values(begun(bucket)).execute())),
    )
    await expect(failed).rejects.toMatchObject({ code: '23505' })
    expect(await buckets(`${prefix}%`)).toBe(1)
  },
)

test('a statement that goes out late does not outlive the transaction that a sibling ended', async () => {
  const failed = db.transaction((tx) =>
    together([
      Promise.reject(new Error('before anything was sent')),
      new Promise((resolve) => setTimeout(resolve, 50)).then(() =>
        tx.query.insertInto('rate_limits').values(begun('together late')).execute(),
      ),
    ]),
  )
  await expect(failed).rejects.toThrow('before anything was sent')
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(await buckets('together late')).toBe(0)
})
