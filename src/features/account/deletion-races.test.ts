import { expect, test } from 'vitest'
import { lockTeamRow } from '#access/leaving.queries.ts'
import { insertMembership } from '#features/team/membership.queries.ts'
import { testApp } from '#tests/harness.ts'
import { exists, leave } from './leaving.fixture.ts'

const app = await testApp()
const someone = (name = 'Lea Leaver') => app.person(name)

test('V58: two tabs that delete at once: one does, the other is told so or is signed out', async () => {
  for (let round = 0; round < 10; round++) {
    const lea = await someone()
    const answers = await Promise.all([leave(lea), leave(lea, {}, lea.browser.fork())])
    const told = answers.map(({ status, body }) => `${status} ${body.code ?? body.state}`).sort()
    expect(['202 erasing,401 signed_out', '202 erasing,409 changed_at_once']).toContain(told.join())
    await app.drain()
    expect(await app.sql('SELECT 1 FROM account_deletions WHERE user_id = $1', [lea.id])).toHaveLength(1)
  }
})

test('deleting while somebody becomes a member of the team: either it is blocked, or they find no team', async () => {
  for (let round = 0; round < 10; round++) {
    const [lea, otto] = [await someone(), await app.person('Otto Late')]
    // As an invitation is accepted: the team's row is locked first.
    const accept = app.platform.db.transaction(async (tx) => {
      if (!(await lockTeamRow(tx, lea.teamId))) return false
      const joined = { team_id: lea.teamId, user_id: otto.id, role: 'member' as const, joined_at: app.clock.now() }
      await insertMembership(tx, joined)
      return true
    })
    const [answer, joined] = await Promise.all([leave(lea), accept])
    await app.drain()
    expect(joined).toBe(true)
    const owners = await app.sql("SELECT 1 FROM memberships WHERE team_id = $1 AND role = 'owner'", [lea.teamId])
    const team = await app.sql('SELECT 1 FROM teams WHERE id = $1', [lea.teamId])
    if (answer.status === 409) expect([owners.length, team.length]).toEqual([1, 1])
    else expect([answer.status, team.length]).toEqual([202, 0])
    await app.sql('DELETE FROM rate_limits')
  }
})

test('both owners of a team with members delete at the very moment: one goes, the other is its last owner and is told so', async () => {
  for (let round = 0; round < 5; round++) {
    const [lea, otto, max] = [await someone(), await app.person('Otto Too'), await app.person('Max Member')]
    await app.join(otto, lea.teamId, 'owner')
    await app.join(max, lea.teamId, 'member')
    const answers = await Promise.all([leave(lea), leave(otto)])
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409])
    expect(answers.find(({ status }) => status === 409)?.text).toContain('You are the only owner')
    await app.drain()
    const left = await app.sql<{ role: string }>('SELECT role FROM memberships WHERE team_id = $1 ORDER BY role', [
      lea.teamId,
    ])
    expect(left.map(({ role }) => role)).toEqual(['member', 'owner'])
    await app.sql('DELETE FROM rate_limits')
  }
})

test('the session of a person is used all the while: nothing but “yes” before and “signed out” after', async () => {
  const lea = await someone()
  let going = true
  const seen = new Set<number>()
  const uses = Array.from({ length: 4 }, async () => {
    const browser = lea.browser.fork()
    while (going) seen.add((await browser.get('/account')).status)
  })
  const writes = (async () => {
    const browser = lea.browser.fork()
    while (going) seen.add((await browser.post('/account/exports')).status)
  })()
  await leave(lea, {}, lea.browser.fork())
  await app.drain()
  going = false
  await Promise.all([...uses, writes])
  for (const status of seen) expect([200, 202, 401, 409, 429]).toContain(status)
  expect(await exists(app, lea)).toBe(false)
})
