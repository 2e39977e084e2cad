import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Departure } from '#access/departure.ts'
import { departures } from '#app/lifecycle.ts'
import { minutes } from '#platform/clock.ts'
import { type FullLife, fullLife } from '#tests/full-life.ts'
import { testApp } from '#tests/harness.ts'
import { filesWith, tracesOf } from '#tests/traces.ts'
import { deletionTimetable } from './deletion-timetable.ts'
import { eraseEverything } from './erasure.ts'

// Where files of this installation would lie.
const files = await mkdtemp(join(tmpdir(), 'aegis-files-'))
afterAll(() => rm(files, { recursive: true }))
const app = await testApp({ DATA_DIR: files })

const begin = async (who: FullLife) => {
  const body = { when: 'now', password: who.password, confirm: 'DELETE' }
  const answer = await who.browser.post('/account/deletion', body)
  if (answer.status !== 202) throw new Error(answer.text)
  // The job never runs: what is tested here is every other way to the end.
  await app.sql("DELETE FROM graphile_worker._private_jobs WHERE payload ->> 'userId' = $1", [who.id])
}
const stepsOf = async (who: FullLife) =>
  (await app.sql<{ steps: string[] }>('SELECT steps FROM account_deletions WHERE user_id = $1', [who.id]))[0]?.steps ??
  []
const gone = async (who: FullLife) => (await app.sql('SELECT 1 FROM users WHERE id = $1', [who.id])).length === 0
const erase = (who: FullLife, list: readonly Departure[] = departures) =>
  eraseEverything(app.platform, list, who.id, app.clock.now())

// Steps that erase, in order; the last one is the account's.
const erasing = departures.filter((one) => one.erase)
class Killed extends Error {}

/** The list, killed in the step of this slice: before its work, or after it and before its transaction commits. */
const killedIn = (slice: string, when: 'before' | 'after'): Departure[] =>
  departures.map((one) =>
    one.slice !== slice || !one.erase
      ? one
      : {
          ...one,
          erase: async (...given) => {
            if (when === 'after') await one.erase?.(...given)
            throw new Killed()
          },
        },
  )

describe('killed', () => {
  for (const [place, { slice }] of erasing.entries()) {
    test(`in the step of ${slice}: what was done stays done, the rest is done by the next run`, async () => {
      const who = await fullLife(app)
      await begin(who)
      const before = [`team ${who.teamId}`, ...erasing.slice(0, place).map((one) => one.slice)]
      for (const when of ['before', 'after'] as const) {
        await expect(erase(who, killedIn(slice, when))).rejects.toThrow(Killed)
        expect(await stepsOf(who)).toEqual(before)
        expect(await gone(who)).toBe(false)
      }
      await erase(who)
      expect(await gone(who)).toBe(true)
      expect(await stepsOf(who)).toEqual([`team ${who.teamId}`, ...erasing.map((one) => one.slice)])
      const receipts = (await app.mail(who.email)).filter(({ subject }) => subject === 'Your account was deleted')
      expect(receipts).toHaveLength(1)
    })
  }

  test('while a team ends: the team is whole, or gone with all of its own', async () => {
    const who = await fullLife(app)
    await begin(who)
    const last = departures.map((one) =>
      one.slice === 'team'
        ? {
            ...one,
            endTeam: async () => {
              throw new Killed()
            },
          }
        : one,
    )
    await expect(erase(who, last)).rejects.toThrow(Killed)
    expect(await app.sql('SELECT 1 FROM teams WHERE id = $1', [who.teamId])).toHaveLength(1)
    await erase(who)
    expect(await app.sql('SELECT 1 FROM teams WHERE id = $1', [who.teamId])).toEqual([])
  })
})

test('a run whose worker died is taken up by the timetable after five minutes, whatever became of its job', async () => {
  const who = await fullLife(app)
  await begin(who)
  const resume = deletionTimetable(departures).find(({ name }) => name === 'account.resume_erasures')
  await resume?.run(app.platform, app.clock.now())
  expect(await gone(who)).toBe(false)
  app.clock.advance(minutes(6))
  await resume?.run(app.platform, app.clock.now())
  expect(await gone(who)).toBe(true)
})

test('runs at once on two nodes end in one erasure with one receipt', async () => {
  const who = await fullLife(app)
  await begin(who)
  const other = await app.node()
  const now = app.clock.now()
  await Promise.all([erase(who), eraseEverything(other.platform, departures, who.id, now), erase(who)])
  expect(await gone(who)).toBe(true)
  expect((await app.mail(who.email)).filter(({ subject }) => subject === 'Your account was deleted')).toHaveLength(1)
})

test('ASVS 14.2.7: nothing of the person is left in any table or file but the pseudonym', async () => {
  const who = await fullLife(app)
  const before = await tracesOf(app, who.words)
  expect(new Set(before.map(({ table }) => table)).size).toBeGreaterThan(4)
  await begin(who)
  await erase(who)
  await app.drain()
  expect(await tracesOf(app, who.words)).toEqual([])
  const named = new Set((await tracesOf(app, [who.id])).map(({ table }) => table))
  expect([...named].sort()).toEqual(['public.account_deletions', 'public.audit_log'])
  // Nothing of a person is kept in files: the search sees what lies in the folder, and nothing does.
  const planted = join(files, 'planted.txt')
  await writeFile(planted, `Dear ${who.fullName}`)
  expect(await filesWith(files, who.words)).toEqual([planted])
  await rm(planted)
  expect(await readdir(files, { recursive: true })).toEqual([])
  expect(who.words.filter((word) => app.logged().includes(word))).toEqual([])
})
