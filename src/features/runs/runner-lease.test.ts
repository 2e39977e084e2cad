import { expect, test } from 'vitest'
import { makeKey, program } from '#features/api-keys/key.fixture.ts'
import { days, minutes } from '#platform/clock.ts'
import { testApp } from '#tests/harness.ts'
import { dropOldResults } from './drop-old-results.ts'

const app = await testApp()

/** A team with two runners, each with a key of its own, and a way to give them jobs. */
async function runners(name: string) {
  const person = await app.person(name)
  const runner = async () => {
    const { secret } = await makeKey(person, { scopes: ['runs:read', 'runs:write'] })
    return { ...program(app, secret), secret }
  }
  const [one, two] = [await runner(), await runner()]
  const enqueue = async () => (await one.send('POST', '/runner/enqueue', { url: 'http://intranet.local/' })).body.jobId
  return { person, one, two, enqueue }
}

const alive = { runnerId: 'runner-1', hostname: 'build.local' }

test('a runner that went away while it asked gets no job: the next one has it at once', async () => {
  const { one, two, enqueue } = await runners('Ada Gone')
  const leaving = new AbortController()
  const asked = fetch(`${app.address}/api/v1/runner/jobs/next`, {
    headers: { authorization: `Bearer ${one.secret}` },
    signal: leaving.signal,
  })
  await new Promise((resolve) => setTimeout(resolve, 600)) // it has looked at least once, and waits
  leaving.abort()
  await expect(asked).rejects.toThrow()
  const id = await enqueue()
  // Longer than between two looks: whoever still asked would have taken it by now.
  await new Promise((resolve) => setTimeout(resolve, 1_200))
  expect((await two.get(`/runner/jobs/${id}`)).body.job.status).toBe('queued')
  expect((await two.get('/runner/jobs/next')).body.id).toBe(id)
})

test('a job longer than five minutes stays with its runner while that gives signs of life, up to an hour', async () => {
  const { one, two, enqueue } = await runners('Ada Long')
  const id = await enqueue()
  expect((await one.get('/runner/jobs/next')).body.id).toBe(id)
  for (let n = 0; n < 3; n++) {
    app.clock.advance(minutes(4))
    await one.send('POST', '/runner/heartbeat', alive)
  }
  const second = await enqueue()
  expect((await two.get('/runner/jobs/next')).body.id).toBe(second)
  expect((await one.send('POST', `/runner/jobs/${id}/result`, { ok: true })).status).toBe(200)

  // Silent, it loses its job to another, and is told so.
  const third = await enqueue()
  expect((await one.get('/runner/jobs/next')).body.id).toBe(third)
  app.clock.advance(minutes(6))
  await one.send('POST', '/runner/heartbeat', alive)
  await two.send('POST', `/runner/jobs/${second}/result`, { ok: true })
  expect((await two.get('/runner/jobs/next')).body.id).toBe(third)
  expect((await one.send('POST', `/runner/jobs/${third}/result`, { ok: true })).body.code).toBe('taken_over')
  for (let n = 0; n < 16; n++) {
    app.clock.advance(minutes(4))
    await two.send('POST', '/runner/heartbeat', { ...alive, runnerId: 'runner-2' })
  }
  expect((await one.get('/runner/jobs/next')).body.id).toBe(third)
})

test('a runner that was started anew asks for a job: the one it lost goes to another after five minutes', async () => {
  const { one, two, enqueue } = await runners('Ada Anew')
  const id = await enqueue()
  await one.send('POST', '/runner/heartbeat', alive)
  expect((await one.get('/runner/jobs/next')).body.id).toBe(id)
  const next = await enqueue()
  expect((await one.get('/runner/jobs/next')).body.id).toBe(next)
  app.clock.advance(minutes(4))
  await one.send('POST', '/runner/heartbeat', alive)
  app.clock.advance(minutes(2))
  expect((await two.get('/runner/jobs/next')).body.id).toBe(id)
})

test('jobs that are done go with the plan’s retention; one that waits stays', async () => {
  const { person, one, enqueue } = await runners('Ada Kept')
  const id = await enqueue()
  await one.get('/runner/jobs/next')
  await one.send('POST', `/runner/jobs/${id}/result`, { ok: true })
  const waits = await enqueue()
  await app.sql("INSERT INTO plan_periods VALUES ($1, $2, NULL, 'pro', $2)", [person.teamId, app.clock.now()])
  const left = async () =>
    (await app.sql<{ id: string }>('SELECT id FROM runner_jobs WHERE team_id = $1 ORDER BY id', [person.teamId])).map(
      (job) => job.id,
    )
  await dropOldResults(app.platform, new Date(app.clock.now().getTime() + days(89)))
  expect(await left()).toEqual([id, waits])
  await dropOldResults(app.platform, new Date(app.clock.now().getTime() + days(91)))
  expect(await left()).toEqual([waits])
})
