import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { minutes, seconds } from '#platform/clock.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { checkLog, sealAll } from './check.fixture.ts'
import { sealAudit } from './seal.ts'
import { verifyExport } from './verify-export.ts'

const app = await testApp()
const ahead = await app.node({ ahead: minutes(5) })

/** Two nodes whose clocks are five minutes apart write into one log, in turn, and either of them seals. */
async function writtenByBoth(): Promise<{ ada: Person; made: string[] }> {
  const ada = await app.person('Ada Lovelace')
  const made: string[] = []
  for (let n = 0; n < 12; n += 1) {
    const browser = n % 2 === 0 ? ada.browser : ahead.browser(ada.browser)
    const { body } = await browser.post(`/teams/${ada.teamId}/audit/views`, { name: `View ${n}`, filters: '' })
    made.push(body.id)
    app.clock.advance(seconds(20))
    const sealing = n % 3 === 0 ? ahead.platform : app.platform
    await sealAll(sealing, ada.teamId)
  }
  return { ada, made }
}
const page = async (who: Person, query: string, at = app as { browser(like?: Person['browser']): Person['browser'] }) =>
  (await (at === app ? who.browser : at.browser(who.browser)).get(`/teams/${who.teamId}/audit?area=audit${query}`)).body

test('the order is that of the times written down, the same on both nodes, and every entry is there once', async () => {
  const { ada, made } = await writtenByBoth()
  await page(ada, '') // notes the reading
  const [here, there] = [await page(ada, '&limit=200'), await page(ada, '&limit=200', ahead)]
  const times = here.items.map(({ at }: { at: string }) => at)
  expect(times).toEqual([...times].sort().reverse())
  const views = (items: { action: string; target: { id: string } | null }[]) =>
    items.filter(({ action }) => action === 'audit.view_saved').map(({ target }) => target?.id)
  expect(views(here.items).toSorted()).toEqual(made.toSorted())
  expect(views(there.items)).toEqual(views(here.items))
})

test('pages neither lose nor repeat what was there, while both nodes go on writing, one of them into the past of the other', async () => {
  const { ada } = await writtenByBoth()
  await page(ada, '')
  const before = (await page(ada, '&limit=200')).items.map(({ id }: { id: string }) => id)
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const part = await page(ada, `&limit=3${cursor && `&cursor=${cursor}`}`, seen.length % 2 === 0 ? app : ahead)
    seen.push(...part.items.map(({ id }: { id: string }) => id))
    cursor = part.nextCursor
    for (const browser of [ada.browser, ahead.browser(ada.browser)])
      await browser.post(`/teams/${ada.teamId}/audit/views`, {
        name: `More ${seen.length} ${Math.floor(app.clock.now().getTime())} ${browser === ada.browser}`,
        filters: '',
      })
    app.clock.advance(seconds(5))
  }
  expect(new Set(seen).size).toBe(seen.length)
  expect(before.filter((id: string) => !seen.includes(id))).toEqual([])
})

test('whoever seals, the chain of checkpoints and every proof hold, and nothing is taken for put in later', async () => {
  const { ada } = await writtenByBoth()
  const report = await checkLog(app.platform, ada.teamId)
  expect(report.problems).toEqual([])
  expect(report.checkpoints).toBeGreaterThan(5)
  for (const browser of [ada.browser, ahead.browser(ada.browser)]) {
    const path = join(tmpdir(), `audit-skew-${process.pid}.ndjson`)
    await writeFile(path, (await browser.get(`/teams/${ada.teamId}/audit/export.ndjson`)).text)
    const { whole, says } = await verifyExport([path])
    expect(says.join()).toContain('As it was signed')
    expect(whole).toBe(true)
  }
})

test('both sealing at once number every entry once', async () => {
  const { ada } = await writtenByBoth()
  await page(ada, '')
  await Promise.all([app, ahead, app, ahead].map(({ platform }) => sealAudit(platform, platform.clock.now())))
  const rows = await app.sql<{ idx: number }>('SELECT idx FROM audit_leaves WHERE log_id = $1 ORDER BY idx', [
    ada.teamId,
  ])
  expect(rows.map(({ idx }) => Number(idx))).toEqual(rows.map((_row, at) => at))
  expect((await checkLog(app.platform, ada.teamId)).problems).toEqual([])
})
