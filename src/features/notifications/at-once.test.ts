import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { notify } from './public.ts'
import { deliveriesOf, failedRun, tell, tick, usageAlert } from './telling.fixture.ts'

const app = await testApp()

test('what cannot be chosen away is written out in the transaction itself, also while a burst is due before it', async () => {
  const ada = await app.person('Ada Bursting')
  const ben = await app.person('Ben Bursting')
  await app.join(ben, ada.teamId, 'admin')
  await tell(app, failedRun(ada.teamId, { title: 'A failure' }))
  await app.drain()
  app.clock.advance(minutes(6))
  const news = {
    ...usageAlert(ada.teamId, 0),
    type: 'team' as const,
    audience: 'team.view' as const,
    title: 'The news',
  }
  const written = await app.platform.db.transaction(async (tx) => {
    await notify(tx, app.platform, news, app.clock.now())
    const { rows } = await sql<{
      recipient: string
    }>`SELECT recipient FROM mail_outbox WHERE subject = 'The news'`.execute(tx.query)
    return rows
  })
  expect(written.map(({ recipient }) => recipient).sort()).toEqual([ada.email, ben.email].sort())
  await tick(app)
  for (const { email } of [ada, ben]) {
    const told = (await app.mail(email)).map(({ subject }) => subject)
    expect(told.filter((subject) => /news|failure/.test(subject))).toEqual(['The news', 'A failure'])
  }
  const states = (await deliveriesOf(app, ada.teamId, 'email')).map(({ state, attempts }) => [state, attempts])
  expect(states).toEqual(Array.from({ length: 4 }, () => ['sent', 1]))
})
