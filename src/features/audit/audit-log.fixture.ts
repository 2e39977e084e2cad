import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Role } from '#access/principal.ts'
import { makeKey } from '#features/api-keys/key.fixture.ts'
import { appendAudit } from '#platform/audit.ts'
import { minutes } from '#platform/clock.ts'
import { newId } from '#platform/ids.ts'
import type { Person, TestApp } from '#tests/harness.ts'
import { verifyExport } from './verify-export.ts'

/** A page of the log as the API shows it. */
export const log = async (who: Person, query = '', team = who.teamId) =>
  (await who.browser.get(`/teams/${team}/audit${query}`)).body

/** What was done, of a page of the log. */
export const actions = ({ items }: { items: { action: string }[] }) => items.map(({ action }) => action)

/** The owner of a team, somebody with this role in it, and the owner of another team. */
export async function people(app: TestApp, role: Role): Promise<{ ada: Person; ben: Person; zoe: Person }> {
  const ada = await app.person('Ada Lovelace')
  const ben = await app.person('Ben Babbage')
  const zoe = await app.person('Zoe Other')
  await app.join(ben, ada.teamId, role)
  return { ada, ben, zoe }
}

/** Somebody whose log has entries of several kinds, each a minute after the other. */
export async function busyPerson(app: TestApp): Promise<Person> {
  const ada = await app.person('Ada Lovelace')
  app.clock.advance(minutes(1))
  const { body } = await ada.browser.get('/account')
  await ada.browser.patch('/account', { company: 'Engines "Ltd"' }, { ifMatch: body.version })
  app.clock.advance(minutes(1))
  await app.browser().post('/auth/sessions', { email: ada.email, password: 'not-the-password' })
  app.clock.advance(minutes(1))
  await makeKey(ada, { teamId: ada.teamId, scopes: ['audit:read'], name: 'CI main' })
  app.clock.advance(minutes(1))
  return ada
}

/** Appends this many entries of one moment, past the API. */
export const appendMany = (app: TestApp, teamId: string, count: number, details: Record<string, unknown> = {}) =>
  app.platform.db.transaction(async (tx) => {
    for (let n = 0; n < count; n += 1)
      await appendAudit(tx, {
        action: 'key.used',
        subject: { actor: { kind: 'key', id: newId('key') }, logs: [teamId] },
        client: null,
        now: app.clock.now(),
        details: { n, ...details },
      })
  })

/** The public keys of the installation by their id. */
export const publicKeys = async (app: TestApp) =>
  Object.fromEntries(
    (await app.browser().get('/audit/keys')).body.keys.map((key: { id: string; publicKey: string }) => [
      key.id,
      key.publicKey,
    ]),
  )

let files = 0

/** What the offline check says of an export, given as text or line by line. */
export async function verified(lines: unknown[] | string, more: string[] = []) {
  const file = join(tmpdir(), `audit-${process.pid}-${++files}.ndjson`)
  await writeFile(file, typeof lines === 'string' ? lines : lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return verifyExport([file, ...more])
}
