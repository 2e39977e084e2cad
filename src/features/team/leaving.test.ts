import { expect, test } from 'vitest'
import { type Person, testApp } from '#tests/harness.ts'
import { invited, inviteToken } from './team.fixture.ts'

const app = await testApp()
const leave = ({ browser, password }: Person) =>
  browser.post('/account/deletion', { when: 'now', password, confirm: 'DELETE' })

async function invite(owner: Person, email: string): Promise<string> {
  await invited(owner, owner.teamId, email)
  return inviteToken(app, email)
}

test('an invitation into a team that goes along, accepted at the very moment: a member who blocks the deletion, or no way in', async () => {
  for (let round = 0; round < 5; round++) {
    const [lea, otto] = [await app.person('Lea Leaver'), await app.person('Otto Invited')]
    const token = await invite(lea, otto.email)
    const [left, accepted] = await Promise.all([leave(lea), otto.browser.post('/invitations/acceptance', { token })])
    await app.drain()
    const told = [left.status, accepted.status]
    expect([
      [202, 410],
      [409, 200],
    ]).toContainEqual(told)
    const teams = await app.sql('SELECT 1 FROM teams WHERE id = $1', [lea.teamId])
    expect(teams).toHaveLength(left.status === 202 ? 0 : 1)
    await app.sql('DELETE FROM rate_limits')
  }
})

test('invitations to the person, open or answered, go with them', async () => {
  const [lea, otto] = [await app.person('Lea Leaver'), await app.person('Otto Owner')]
  await invite(otto, lea.email)
  await leave(lea)
  const open = await app.sql("SELECT 1 FROM invitations WHERE canonical = $1 AND ended_as IS DISTINCT FROM 'revoked'", [
    lea.email,
  ])
  expect(open).toEqual([])
  await app.drain()
  expect(await app.sql('SELECT 1 FROM invitations WHERE canonical = $1', [lea.email])).toEqual([])
})
