import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { makeProject, makeSchedule, makeSuite } from './projects.fixture.ts'
import { projectDeparture } from './public.ts'

const app = await testApp()

test('everything somebody made is in their data; erasing takes their name off it, and may run twice', async () => {
  const ada = await app.person('Ada Lovelace')
  const zoe = await app.person('Zoe Other')
  const project = await makeProject(ada, { name: 'Shop', description: 'Books' })
  const suite = await makeSuite(ada, project.id)
  const schedule = await makeSchedule(ada, project.id, { suiteId: suite.id })
  await makeProject(zoe)
  const { db } = app.platform
  const [file] = (await projectDeparture.export?.(db, app.platform, ada.id)) ?? []
  expect(file?.content).toMatchObject({
    projects: [{ id: project.id, name: 'Shop', description: 'Books', teamId: ada.teamId }],
    suites: [{ id: suite.id, name: 'Basket' }],
    schedules: [{ id: schedule.id, suiteId: suite.id, zone: 'Europe/Berlin' }],
  })
  const who = { user: { id: ada.id } } as Parameters<NonNullable<typeof projectDeparture.belongings>>[1]
  expect(await projectDeparture.belongings?.(db, who, app.clock.now())).toMatchObject([{ count: 3, stays: true }])
  for (let times = 0; times < 2; times++) {
    await db.transaction(async (tx) => projectDeparture.erase?.(tx, app.platform, ada.id, app.clock.now()))
  }
  expect((await projectDeparture.export?.(db, app.platform, ada.id))?.[0]?.content).toEqual({
    projects: [],
    suites: [],
    schedules: [],
  })
  expect((await ada.browser.get(`/teams/${ada.teamId}/projects/${project.id}`)).body).toMatchObject({ createdBy: null })
  const others = await app.sql('SELECT 1 FROM projects WHERE created_by = $1', [zoe.id])
  expect(others).toHaveLength(1)
})
