import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { lockPerson } from '#features/account/public.ts'
import type { Tx } from '#platform/db/db.ts'
import { testApp } from '#tests/harness.ts'
import { lockTeamRow } from './leaving.queries.ts'
import { lockUser } from './queries.ts'

const app = await testApp()
const { db } = app.platform

function signal() {
  let give = () => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { give, given }
}

test.each([
  ['access', lockUser],
  ['account', lockPerson],
])(
  'whoever holds a person (%s) and wants a team does not stop who holds the team and writes of the person',
  async (_slice, lock) => {
    const ada = await app.person('Ada Lovelace')
    const [person, team] = [signal(), signal()]
    const key = async (tx: Tx) => {
      await lock(tx, ada.id)
      person.give()
      await team.given
      return lockTeamRow(tx, ada.teamId)
    }
    const invitation = async (tx: Tx) => {
      await lockTeamRow(tx, ada.teamId)
      team.give()
      await person.given
      await sql`INSERT INTO known_devices (digest, user_id, id, first_seen_at, last_seen_at) VALUES ('\\x01', ${ada.id}, 'dev_1', now(), now())`.execute(
        tx.query,
      )
    }
    expect(await Promise.all([db.transaction(key), db.transaction(invitation)])).toEqual([true, undefined])
  },
)

test('two who change one person come one after the other', async () => {
  const ada = await app.person('Ada Lovelace')
  const order: string[] = []
  const held = signal()
  const first = db.transaction(async (tx) => {
    await lockPerson(tx, ada.id)
    held.give()
    await new Promise((resolve) => setTimeout(resolve, 200))
    order.push('first')
  })
  await held.given
  await db.transaction(async (tx) => {
    await lockUser(tx, ada.id)
    order.push('second')
  })
  await first
  expect(order).toEqual(['first', 'second'])
})
