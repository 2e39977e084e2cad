import { expect, test } from 'vitest'
import { testApp } from '#tests/harness.ts'
import { operateRoutes } from './routes.ts'

const app = await testApp()
const ada = await app.person('Ada Lovelace')

test.each(operateRoutes.map(({ method, path }) => [method, path]))(
  '%s %s is there for the operator only',
  async (method, path) => {
    const [letter] = await app.sql<{ id: string }>('SELECT id FROM mail_outbox LIMIT 1')
    const address = path.replace('{id}', letter?.id ?? '')
    const before = await app.sql('SELECT * FROM mail_outbox ORDER BY id')
    expect((await ada.browser.send(method, address)).status).toBe(404)
    expect((await app.browser().send(method, address)).status).toBe(401)
    expect(await app.sql('SELECT * FROM mail_outbox ORDER BY id')).toEqual(before)
  },
)
