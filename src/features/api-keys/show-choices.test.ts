import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { makeProject } from './limit.fixture.ts'

const app = await testApp()

test('an owner may give every scope there is, for any project and any time that is offered', async () => {
  const ada = await app.person('Ada Lovelace')
  await makeProject(ada, 'Shop')
  await makeProject(ada, 'Blog')
  const { body: offers } = await ada.browser.get(`/teams/${ada.teamId}/keys/scopes`)
  expect(offers.projects.map(({ name }: { name: string }) => name)).toEqual(['Blog', 'Shop'])
  expect(offers).toMatchObject({
    expiryPresets: [7, 30, 60, 90, 180, 365, null],
    expiryDefault: 90,
    longestOverlapHours: 168,
    mayMakeServiceKeys: true,
    mayMakeKeys: true,
    longestDays: null,
  })
  expect(offers.scopes.length).toBeGreaterThan(10)
  for (const { id, says, grantable } of offers.scopes) {
    expect(grantable, id).toBe(true)
    expect(says, id).toMatch(/^[A-Z].{8}/)
  }
  expect(offers.templates.at(-1)).toMatchObject({
    id: 'full',
    scopes: offers.scopes.map(({ id }: { id: string }) => id),
  })
})

test('what a role does not allow is marked, and in no template', async () => {
  const ada = await app.person('Ada Owner')
  await makeProject(ada, 'Shop')
  const scopesOf = { viewer: ['runs:write'], billing: ['runs:read'], member: ['audit:read', 'usage:read'] } as const
  for (const [role, scopes] of Object.entries(scopesOf)) {
    const person = await app.person(`${role} Person`)
    await app.join(person, ada.teamId, role as keyof typeof scopesOf)
    const choices = (await person.browser.get(`/teams/${ada.teamId}/keys/scopes`)).body
    expect(choices.mayMakeServiceKeys).toBe(false)
    for (const { id, grantable } of choices.scopes) {
      if ((scopes as readonly string[]).includes(id)) expect(grantable).toBe(false)
    }
    const granted = choices.scopes.filter(({ grantable }: { grantable: boolean }) => grantable)
    const ids = granted.map(({ id }: { id: string }) => id)
    for (const one of choices.templates) expect(ids, `${role} ${one.id}`).toEqual(expect.arrayContaining(one.scopes))
    expect(choices.projects).toHaveLength(role === 'billing' ? 0 : 1)
  }
})

test('the rules of the team narrow what is offered', async () => {
  const [ada, cleo] = [await app.person('Ada Rules'), await app.person('Cleo Ruled')]
  await app.join(cleo, ada.teamId, 'member')
  await app.sql("UPDATE teams SET key_makers = 'managers', key_lifetime_days = 30 WHERE id = $1", [ada.teamId])
  for (const [who, mayMakeKeys] of [
    [ada, true],
    [cleo, false],
  ] as const)
    expect((await who.browser.get(`/teams/${ada.teamId}/keys/scopes`)).body).toMatchObject({
      expiryPresets: [7, 30],
      expiryDefault: 30,
      longestDays: 30,
      mayMakeKeys,
    })
})

test('another team offers nothing, and no archived project is offered', async () => {
  const [ada, zoe] = [await app.person('Ada Here'), await app.person('Zoe There')]
  const shop = await makeProject(ada, 'Shop')
  expect((await zoe.browser.get(`/teams/${ada.teamId}/keys/scopes`)).status).toBe(404)
  expect((await zoe.browser.get(`/teams/${zoe.teamId}/keys/scopes`)).body.projects).toEqual([])
  await app.sql('UPDATE projects SET archived_at = $2 WHERE id = $1', [shop, app.clock.now()])
  expect((await ada.browser.get(`/teams/${ada.teamId}/keys/scopes`)).body.projects).toEqual([])
})
