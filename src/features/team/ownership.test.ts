import { expect, test } from 'vitest'
import { days } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { auditedIn, memberIn, offered, rolesIn } from './team.fixture.ts'

const app = await testApp()

async function offer(shared = false) {
  const ada = await app.person('Ada Lovelace')
  const ben = await memberIn(app, ada.teamId, 'member', 'Ben Member')
  const path = `/teams/${ada.teamId}/ownership-offer`
  const made = await ada.browser.post(path, { memberId: ben.id, shared })
  expect(made.body).toMatchObject({ ownershipOffer: { to: { id: ben.id }, shared }, role: 'owner' })
  return { ada, ben, path, team: ada.teamId }
}

test('nothing changes until the receiver accepts; then the giver is an admin; both are told; old and new are audited', async () => {
  const { ada, ben, path, team } = await offer()
  expect(await rolesIn(app, team)).toEqual({ [ada.id]: 'owner', [ben.id]: 'member' })
  expect((await app.mail(ben.email)).at(-1)?.subject).toBe('Ada Lovelace offers you ownership of Ada’s team')
  const cleo = await memberIn(app, team, 'admin', 'Cleo Admin')
  expect((await cleo.browser.get(`/teams/${team}`)).body.ownershipOffer).toBeNull()
  expect((await cleo.browser.post(`${path}/acceptance`)).body.code).toBe('no_offer')
  expect((await ada.browser.post(`${path}/acceptance`)).body.code).toBe('no_offer')
  expect((await ben.browser.get(`/teams/${team}`)).body.ownershipOffer).toMatchObject({
    from: { name: 'Ada Lovelace' },
  })
  expect((await ben.browser.post(`${path}/acceptance`)).body.role).toBe('owner')
  expect(await rolesIn(app, team)).toMatchObject({ [ada.id]: 'admin', [ben.id]: 'owner' })
  for (const { email } of [ada, ben])
    expect((await app.mail(email)).at(-1)?.subject).toBe('Ben Member owns Ada’s team now')
  const [row] = await auditedIn(app, team, 'team.ownership_accepted')
  expect(row?.details.changes).toEqual({
    role: { from: 'member', to: 'owner' },
    formerOwner: { from: 'owner', to: 'admin' },
  })
  expect((await ada.browser.post(path, { memberId: cleo.id, shared: false })).body.code).toBe('forbidden')
})

test('shared: both own the team', async () => {
  const { ada, ben, path, team } = await offer(true)
  await ben.browser.post(`${path}/acceptance`)
  expect(await rolesIn(app, team)).toEqual({ [ada.id]: 'owner', [ben.id]: 'owner' })
  expect((await ada.browser.post(path, { memberId: ben.id, shared: true })).body.code).toBe('is_owner_already')
  expect((await ada.browser.post(path, { memberId: ada.id, shared: true })).body.code).toBe('offer_to_yourself')
})

test('declined, taken back, expired, or given by somebody who is no owner any more: nothing is accepted', async () => {
  const declined = await offer()
  expect((await declined.ben.browser.post(`${declined.path}/refusal`)).body.ownershipOffer).toBeNull()
  expect((await app.mail(declined.ada.email)).at(-1)?.subject).toBe('Ben Member declined to own Ada’s team')
  const back = await offer()
  expect((await back.ada.browser.delete(back.path)).body.ownershipOffer).toBeNull()
  expect((await app.mail(back.ben.email)).at(-1)?.subject).toBe('The offer to own Ada’s team was taken back')
  const gone = await offer()
  await memberIn(app, gone.team, 'owner', 'Otto Owner')
  const { ada } = gone
  await ada.browser.patch(`/teams/${gone.team}/members/${ada.id}`, { role: 'admin' }, { ifMatch: 1 })
  const late = await offer()
  for (const { ben, path } of [declined, back, gone])
    expect((await ben.browser.post(`${path}/acceptance`)).body.code).toBe('no_offer')
  app.clock.advance(days(7))
  await late.ben.browser.post('/auth/sessions', { email: late.ben.email, password: late.ben.password })
  expect((await late.ben.browser.post(`${late.path}/acceptance`)).body.code).toBe('no_offer')
})

test('the offer goes with either of the two', async () => {
  const { ada, ben, team } = await offer()
  await ada.browser.delete(`/teams/${team}/members/${ben.id}`)
  expect((await ada.browser.get(`/teams/${team}`)).body.ownershipOffer).toBeNull()
  await app.join(ben, team, 'member')
  await offered(app, team, ada.id, ben.id)
  await ben.browser.delete(`/teams/${team}/membership`)
  expect((await ada.browser.get(`/teams/${team}`)).body.ownershipOffer).toBeNull()
})
