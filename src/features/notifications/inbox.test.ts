import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { notificationDeparture } from './departure.ts'
import { failedRun, tell, tick, usageAlert } from './telling.fixture.ts'

const app = await testApp()

test('the inbox pages without a gap, counts what is unread, and is one’s own', async () => {
  const ada = await app.person('Ada Inbox')
  const ben = await app.person('Ben Inbox')
  await app.join(ben, ada.teamId, 'admin')
  for (let i = 0; i < 7; i++) {
    await tell(app, usageAlert(ada.teamId, 80, { title: `Line ${i}` }))
    await app.drain()
    app.clock.advance(1_000)
  }
  const path = `/teams/${ada.teamId}/inbox`
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const { body } = await ada.browser.get(`${path}?limit=3${cursor ? `&cursor=${cursor}` : ''}`)
    seen.push(...body.items.map(({ title }: { title: string }) => title))
    cursor = body.nextCursor
  } while (cursor)
  expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((i) => `Line ${i}`))
  const { body } = await ada.browser.get(`${path}?limit=1`)
  expect(body.unread).toBe(7)
  const id = body.items[0].id
  expect((await ben.browser.post(`${path}/read`, { ids: [id] })).body).toEqual({ unread: 7 })
  expect((await ada.browser.post(`${path}/read`, { ids: [id] })).body).toEqual({ unread: 6 })
  expect((await ada.browser.post(`${path}/read`, { ids: [] })).body).toEqual({ unread: 6 })
  expect((await ada.browser.post(`${path}/read`, { ids: null })).body).toEqual({ unread: 0 })
  expect((await ada.browser.get(`${path}/unread`)).body).toEqual({ unread: 0 })
  expect((await ben.browser.get(`${path}/unread`)).body).toEqual({ unread: 7 })
})

test('who leaves the team is told nothing more, also of what waits; who is erased is in no table', async () => {
  const ada = await app.person('Ada Stays')
  const cleo = await app.person('Cleo Goes')
  await app.join(cleo, ada.teamId, 'member')
  await cleo.browser.put(`/teams/${ada.teamId}/notifications/preferences`, {
    type: 'test-failures',
    choices: ['email'],
  })
  await cleo.browser.put('/account/notification-rhythm', { quietFrom: 0, quietUntil: 60, digestAt: null })
  await tell(app, failedRun(ada.teamId), failedRun(ada.teamId, { audience: { userIds: [cleo.id] } }))
  await app.drain()
  await app.sql(`UPDATE notification_deliveries SET for_users = ARRAY[$1, $2] WHERE user_id = $1`, [ada.id, cleo.id])
  const [file] = (await notificationDeparture.export?.(app.platform.db, app.platform, cleo.id)) ?? []
  expect(file?.content).toMatchObject({ preferences: [{ type: 'test-failures' }], rhythm: { quietFrom: 0 } })
  await app.platform.db.transaction(async (tx) => {
    await notificationDeparture.erase?.(tx, app.platform, cleo.id, app.clock.now())
    await notificationDeparture.erase?.(tx, app.platform, cleo.id, app.clock.now())
  })
  for (const table of [
    'notifications',
    'notification_deliveries',
    'notification_preferences',
    'notification_rhythms',
    'slack_people',
  ]) {
    expect(JSON.stringify(await app.sql(`SELECT * FROM ${table}`)), table).not.toContain(cleo.id)
  }
  app.clock.advance(301_000)
  await tick(app)
  expect((await app.mail(cleo.email)).filter(({ subject }) => subject.includes('failed'))).toEqual([])
})
