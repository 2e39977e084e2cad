import { expect, test } from 'vitest'
import { makeKey } from '#features/api-keys/key.fixture.ts'
import { testApp } from '#tests/harness.ts'
import { usageDeparture } from './public.ts'
import { use } from './usage.fixture.ts'

const app = await testApp()

test('who downloads their data gets what their own keys used up, and nothing of others', async () => {
  const [ada, ben] = [await app.person('Ada Lovelace'), await app.person('Ben Mate')]
  await app.join(ben, ada.teamId, 'admin')
  const own = await makeKey(ada, { name: 'CI main' })
  const bens = await makeKey(ben, { teamId: ada.teamId, name: 'Ben’s' })
  const service = await makeKey(ada, { name: 'Team', kind: 'service' })
  const at = app.clock.now()
  for (const keyId of [own.id, bens.id, service.id])
    await use(app.platform, ada.teamId, at, { keyId, projectId: 'prj_1' })
  await use(app.platform, ada.teamId, at)
  const files = await usageDeparture.export?.(app.platform.db, app.platform, ada.id)
  expect(files).toEqual([
    {
      name: 'usage.json',
      says: expect.any(String),
      content: [
        {
          team: ada.teamId,
          day: '2027-03-01',
          meter: 'runs',
          project: 'prj_1',
          key: own.id,
          keyName: 'CI main',
          used: 1,
        },
      ],
    },
  ])
})
