import { expect, test, vi } from 'vitest'
import { leaverOf, lockTeamsOf } from '#access/leaving.queries.ts'
import { lockUser } from '#access/queries.ts'
import { minutes } from '#platform/clock.ts'
import { type Person, testApp } from '#tests/harness.ts'
import { teamDeparture } from './departure.ts'
import { memberIn, offered, rolesIn, roomy } from './team.fixture.ts'

vi.setConfig({ testTimeout: minutes(4) })

const app = await testApp()

const rounds = 200

/** A team with two owners, who are both made owners anew before each round. */
async function twoOwners(): Promise<{ team: string; ada: Person; ben: Person; again(): Promise<void> }> {
  const ada = await app.person('Ada Owner')
  const ben = await app.person('Ben Owner')
  const team = ada.teamId
  await roomy(app, team)
  const again = async () => {
    await app.sql('DELETE FROM rate_limits')
    for (const { id } of [ada, ben]) {
      await app.sql(
        `INSERT INTO memberships (team_id, user_id, role, joined_at) VALUES ($1, $2, 'owner', now())
         ON CONFLICT (team_id, user_id) DO UPDATE SET role = 'owner', version = 1`,
        [team, id],
      )
    }
    // Each is let in as what they are now before they act.
    for (const { browser } of [ada, ben]) {
      await expect.poll(async () => (await browser.get(`/teams/${team}`)).body.role).toBe('owner')
    }
  }
  return { team, ada, ben, again }
}

const stepDown = ({ browser, id }: Person, team: string) =>
  browser.patch(`/teams/${team}/members/${id}`, { role: 'admin' }, { ifMatch: 1 })
const leave = ({ browser }: Person, team: string) => browser.delete(`/teams/${team}/membership`)

/** What deleting an account does about teams, in one transaction: locks, obstacles, and out of every team with others. */
const deleteAccount = ({ id }: Person) =>
  app.platform.db.transaction(async (tx) => {
    await lockUser(tx, id)
    await lockTeamsOf(tx, id)
    const leaver = await leaverOf(tx, id)
    if (!leaver || (await teamDeparture.obstacles?.(tx, leaver, app.clock.now()))?.length) return { status: 409 }
    await teamDeparture.atOnce?.(tx, app.platform, id, app.clock.now())
    return { status: 204 }
  })

const owners = async (team: string) => Object.values(await rolesIn(app, team)).filter((role) => role === 'owner').length

const races: Record<string, [(who: Person, team: string) => Promise<{ status: number }>, typeof leave]> = {
  'both step down': [stepDown, stepDown],
  'both leave': [leave, leave],
  'one steps down, one leaves': [stepDown, leave],
  'one deletes their account, one leaves': [deleteAccount, leave],
  'one deletes their account, one steps down': [deleteAccount, stepDown],
}

test.each(Object.entries(races))(`V95: %s, ${rounds} rounds: there is always an owner`, async (_name, [one, other]) => {
  const { team, ada, ben, again } = await twoOwners()
  for (let round = 0; round < rounds; round++) {
    await again()
    const answers = await Promise.all([one(ada, team), other(ben, team)])
    expect(await owners(team)).toBe(1)
    const refused = answers.map(({ status }) => status).filter((status) => status >= 400)
    // Who is alone in a team takes it along when they delete their account, so there both may succeed, one after the other.
    expect(one === deleteAccount && refused.length === 0 ? [409] : refused).toEqual([409])
  }
})

test(`V95: ownership is accepted while whoever offers it leaves, ${rounds} rounds: there is always an owner`, async () => {
  const ada = await app.person('Ada Owner')
  const team = ada.teamId
  const cleo = await memberIn(app, team, 'admin', 'Cleo Admin')
  for (let round = 0; round < rounds; round++) {
    await app.sql('DELETE FROM rate_limits')
    await app.sql(
      `INSERT INTO memberships (team_id, user_id, role, joined_at) VALUES ($1, $2, 'owner', now())
       ON CONFLICT (team_id, user_id) DO UPDATE SET role = 'owner'`,
      [team, ada.id],
    )
    await app.sql("UPDATE memberships SET role = 'admin' WHERE team_id = $1 AND user_id = $2", [team, cleo.id])
    await offered(app, team, ada.id, cleo.id)
    await expect.poll(async () => (await ada.browser.get(`/teams/${team}`)).body.role).toBe('owner')
    await Promise.all([cleo.browser.post(`/teams/${team}/ownership-offer/acceptance`), leave(ada, team)])
    expect(await owners(team)).toBe(1)
  }
})

test('V94: the only owner cannot leave, step down or be removed; nobody else can touch an owner', async () => {
  const ada = await app.person('Ada Alone')
  const team = ada.teamId
  const ben = await memberIn(app, team, 'admin', 'Ben Admin')
  expect((await leave(ada, team)).body.code).toBe('last_owner')
  expect((await stepDown(ada, team)).body.code).toBe('last_owner')
  expect((await stepDown({ ...ada, browser: ben.browser }, team)).body.code).toBe('owner_protected')
  expect((await ben.browser.delete(`/teams/${team}/members/${ada.id}`)).body.code).toBe('owner_protected')
  const otto = await memberIn(app, team, 'owner', 'Otto Owner')
  expect((await otto.browser.delete(`/teams/${team}/members/${ada.id}`)).body.code).toBe('owner_protected')
  expect((await ada.browser.delete(`/teams/${team}/members/${ada.id}`)).body.code).toBe('remove_yourself')
  expect((await leave(ada, team)).status).toBe(204)
  expect(await rolesIn(app, team)).toEqual({ [otto.id]: 'owner', [ben.id]: 'admin' })
})
