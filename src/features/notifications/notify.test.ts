import { expect, test } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { notify } from './public.ts'
import { deliveriesOf, failedRun, tell, tick, usageAlert } from './telling.fixture.ts'

const app = await testApp()
const subjects = async (email: string) =>
  (await app.mail(email)).map(({ subject }) => subject).filter((subject) => !/confirm|welcome|account/i.test(subject))

test('an event is told once to those it concerns, and one told twice is one', async () => {
  const ada = await app.person('Ada Told')
  const cleo = await app.person('Cleo Told')
  await app.join(cleo, ada.teamId, 'member')
  const alert = usageAlert(ada.teamId, 80)
  await Promise.all([tell(app, alert), tell(app, alert), tell(app, alert)])
  await tell(app, alert)
  await app.drain()
  expect(await subjects(ada.email)).toEqual(['80 % of your test runs are used'])
  expect(await subjects(cleo.email)).toEqual([])
  const inbox = await ada.browser.get(`/teams/${ada.teamId}/inbox`)
  expect(inbox.body.items).toMatchObject([{ title: '80 % of your test runs are used', read: false, along: 0 }])
})

test('a rolled-back transaction tells nobody', async () => {
  const ada = await app.person('Ada Undone')
  const undone = app.platform.db.transaction(async (tx) => {
    await notify(tx, app.platform, usageAlert(ada.teamId, 80), app.clock.now())
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  await tick(app)
  expect(await subjects(ada.email)).toEqual([])
  expect(await deliveriesOf(app, ada.teamId, 'inbox')).toEqual([])
})

test('100 failures within 5 minutes are one message, and one line of the inbox', async () => {
  const ada = await app.person('Ada Burst')
  for (let i = 0; i < 100; i++) {
    await tell(app, failedRun(ada.teamId, { title: `Failure ${i + 1}` }))
    app.clock.advance(minutes(5) / 101)
  }
  await tick(app)
  expect(await subjects(ada.email)).toEqual([])
  app.clock.advance(minutes(1))
  await tick(app)
  expect(await subjects(ada.email)).toEqual([`100 × Test Failures in ${await teamName(ada.teamId)}`])
  const { text } = (await app.mail(ada.email)).at(-1) ?? { text: '' }
  expect(text).toContain('• Failure 1\n')
  expect(text).toContain('and 80 more, in your inbox')
  const states = (await deliveriesOf(app, ada.teamId, 'email')).map(({ state }) => state)
  expect(states.filter((state) => state === 'sent')).toHaveLength(1)
  expect(states.filter((state) => state === 'grouped')).toHaveLength(99)
  const { body } = await ada.browser.get(`/teams/${ada.teamId}/inbox`)
  expect(body.items).toHaveLength(1)
  expect(body).toMatchObject({ unread: 1, items: [{ title: 'Failure 1', along: 99 }] })
})

test('a lone failure comes as itself when its window is over, and the next window is a new message', async () => {
  const ada = await app.person('Ada Lone', { timezone: 'Asia/Kolkata' })
  await tell(app, failedRun(ada.teamId))
  await tick(app)
  expect(await subjects(ada.email)).toEqual([])
  app.clock.advance(minutes(5))
  await tick(app)
  await tell(app, failedRun(ada.teamId, { title: 'Another' }))
  app.clock.advance(minutes(5))
  await tick(app)
  expect(await subjects(ada.email)).toEqual(['2 of 12 tests failed: Shop', 'Another'])
  const { text, html } = (await app.mail(ada.email)).at(-2) ?? { text: '', html: '' }
  for (const part of ['Passed', 'Cart – adds an item', '/runs/run_1', 'Stop e-mail about Test Failures'])
    expect(text + html).toContain(part)
})

test('failures of two projects are two messages', async () => {
  const ada = await app.person('Ada Two')
  await tell(app, failedRun(ada.teamId, { projectId: 'prj_a' }), failedRun(ada.teamId, { projectId: 'prj_b' }))
  app.clock.advance(minutes(5))
  await tick(app)
  expect(await subjects(ada.email)).toHaveLength(2)
})

test('an event whose job got lost is found by the tick', async () => {
  const ada = await app.person('Ada Lost')
  await tell(app, usageAlert(ada.teamId, 90))
  await app.sql("DELETE FROM graphile_worker._private_jobs WHERE payload ->> 'teamId' = $1", [ada.teamId])
  await app.drain()
  expect(await subjects(ada.email)).toEqual([])
  app.clock.advance(minutes(3))
  await tick(app)
  expect(await subjects(ada.email)).toEqual(['90 % of your test runs are used'])
})

test('what cannot be chosen away is written out in the transaction itself, and survives the team', async () => {
  const ada = await app.person('Ada Survives')
  await app.platform.db.transaction(async (tx) => {
    const gone = {
      ...usageAlert(ada.teamId, 0),
      type: 'team' as const,
      audience: 'team.view' as const,
      title: 'The team is gone',
    }
    await notify(tx, app.platform, gone, app.clock.now())
    await tx.query.deleteFrom('teams').where('id', '=', ada.teamId).execute()
  })
  expect(await subjects(ada.email)).toEqual(['The team is gone'])
  expect((await app.mail(ada.email)).at(-1)?.text).not.toContain('/unsubscribe')
})

const teamName = async (id: string) =>
  (await app.sql<{ name: string }>('SELECT name FROM teams WHERE id = $1', [id]))[0]?.name
