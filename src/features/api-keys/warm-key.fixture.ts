import { expect } from 'vitest'
import type { Person, TestApp } from '#tests/harness.ts'
import { makeKey, program, type Wanted } from './key.fixture.ts'

/** Makes keys that both nodes know by use. */
export const warmKeys =
  (app: TestApp, other: Awaited<ReturnType<TestApp['node']>>) =>
  async (person: Person, more: Wanted = {}) => {
    const made = await makeKey(person, more)
    const [here, there] = [program(app, made.secret), program(other, made.secret)]
    expect((await here.get('/key')).status).toBe(200)
    expect((await there.get('/key')).status).toBe(200)
    const told = async () => {
      const first = await here.get('/key')
      await new Promise((resolve) => setTimeout(resolve, 200)) // what is promised for other nodes
      return [first, await there.get('/key')].map(({ status, body }) => (status === 200 ? 'ok' : body.code))
    }
    return { ...made, told }
  }
