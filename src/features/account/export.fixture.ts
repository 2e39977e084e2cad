import { buffer } from 'node:stream/consumers'
import { fromBufferPromise } from 'yauzl'
import type { Departure } from '#access/departure.ts'
import { departures } from '#app/lifecycle.ts'
import type { Person, TestApp } from '#tests/harness.ts'
import { buildExport } from './build-export.job.ts'
import { accountTimetable } from './routes.ts'

/** What tests of the copy of one's data do and look at. */
export function exportsIn(app: TestApp) {
  return {
    latest: async ({ browser }: Person) => (await browser.get('/account/exports')).body.latest,
    /** Downloads a copy as bytes. */
    async archive({ browser }: Person, id: string) {
      const response = await fetch(`${app.address}/api/v1/account/exports/${id}/archive`, {
        headers: { cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      })
      return {
        status: response.status,
        headers: response.headers,
        bytes: Buffer.from(await response.arrayBuffer()),
      }
    },
    /** Asks for a copy that no worker takes up: the test builds it, from the slices it wants, in whatever try. */
    async byHand(who: Person) {
      const { body } = await who.browser.post('/account/exports')
      await app.sql("DELETE FROM graphile_worker._private_jobs WHERE payload ->> 'id' = $1", [body.id])
      const build = (slices: readonly Departure[], attempt = 1) =>
        buildExport(slices).run({
          payload: { id: body.id },
          platform: app.platform,
          now: app.clock.now(),
          log: app.platform.log,
          attempt,
          attempts: 3,
        })
      return { id: body.id as string, build }
    },
    /** What recurs, once. */
    sweep: () =>
      accountTimetable(departures)
        .find(({ name }) => name === 'account.sweep_exports')
        ?.run(app.platform, app.clock.now()),
  }
}

/** The files of an archive by name, as text. */
export async function entriesOf(bytes: Buffer): Promise<Record<string, string>> {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true })
  const found: Record<string, string> = {}
  for await (const entry of zip.eachEntry())
    found[entry.fileName] = (await buffer(await zip.openReadStreamPromise(entry))).toString()
  return found
}
