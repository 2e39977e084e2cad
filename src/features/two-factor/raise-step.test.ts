import { expect, test } from 'vitest'
import { enableTwoFactor } from '#tests/authenticator-app.ts'
import { testApp } from '#tests/harness.ts'
import { raiseStep } from './queries.ts'
import { stepAt } from './totp.ts'

const app = await testApp({ DATABASE_POOL: '20' })

test('V01, V02, V05, V15: of twenty parallel uses of a code exactly one counts, two hundred times over', async () => {
  const ada = await app.person('Ada Lovelace')
  const { authenticatorId: id } = await enableTwoFactor(app, ada)
  const first = stepAt(app.clock.now())
  for (let round = 0; round < 200; round += 1) {
    const use = () => raiseStep(app.platform.db, { userId: ada.id, id, step: first + round }, app.clock.now())
    const won = await Promise.all(Array.from({ length: 20 }, use))
    expect(won.filter(Boolean), `round ${round}`).toHaveLength(1)
  }
})

test('V01: half of them in transactions that are rolled back, still exactly one of the others counts', async () => {
  const ada = await app.person('Ada Lovelace')
  const { authenticatorId: id } = await enableTwoFactor(app, ada)
  const first = stepAt(app.clock.now())
  for (let round = 0; round < 40; round += 1) {
    const used = { userId: ada.id, id, step: first + round }
    const failing = () =>
      app.platform.db
        .transaction(async (tx) => {
          await raiseStep(tx, used, app.clock.now())
          throw new Error('rolled back')
        })
        .catch(() => false)
    const use = () => app.platform.db.transaction((tx) => raiseStep(tx, used, app.clock.now()))
    const won = await Promise.all(Array.from({ length: 12 }, (_, n) => (n % 2 ? use() : failing())))
    expect(won.filter(Boolean), `round ${round}`).toHaveLength(1)
  }
})

test('V01: after a newer code was used, an older one is refused; somebody else’s id raises nothing', async () => {
  const ada = await app.person('Ada Lovelace')
  const eve = await app.person('Eve Example')
  const { authenticatorId: id } = await enableTwoFactor(app, ada)
  const step = stepAt(app.clock.now())
  const use = (of: number, userId = ada.id) => raiseStep(app.platform.db, { userId, id, step: of }, app.clock.now())
  expect(await use(step, eve.id)).toBe(false)
  expect([await use(step), await use(step - 1), await use(step), await use(step + 1)]).toEqual([
    true,
    false,
    false,
    true,
  ])
})
