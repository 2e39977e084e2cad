import { afterAll, describe, expect, test, vi } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { testApp } from '../harness.ts'
import { type DatabaseProxy, type Fault, openDatabaseProxy } from './database-proxy.ts'
import { changesBetween, type State, stateOf } from './state.ts'
import { askAgain, type Deed, request, type Story } from './stories.ts'

vi.setConfig({ testTimeout: minutes(4) })
let proxy!: DatabaseProxy
const app = await testApp({}, { through: async (server) => (proxy = await openDatabaseProxy(server)) })
afterAll(() => proxy.close())

const stories: Story[] = [
  request('POST /auth/sign-ups'),
  request('POST /auth/sign-ups/confirmation'),
  request('POST /auth/sign-ups/invitation'),
  request('POST /auth/sessions'),
  request('POST /account/email-change'),
  request('POST /account/email-change/confirmation'),
  request('POST /account/email-change/undo'),
  request('POST /account/two-factor/enrolments/{id}/confirmation'),
  request('POST /account/two-factor/disablement'),
  request('POST /invitations/acceptance'),
  request('POST /teams/{team}/keys'),
  request('POST /teams/{team}/keys/{id}/rotation'),
  request('PUT /teams/{team}/billing/plan', undefined, askAgain),
  request('POST /teams/{team}/usage/events'),
  request('POST /account/deletion'),
  { ...request('POST /account/deletion', () => ({ when: 'now' })), name: 'POST /account/deletion, now' },
]

/** What there was before, what became of it, and the statement that met the fault. */
interface Seen {
  done: boolean
  met: string | null
  changes: string[]
  after: State
}

/** Does the deed while its n-th statement meets a fault; what is half done by then is given the time to recover. */
async function withFault(deed: Deed, before: State, n: number, fault: Fault, whole: string[]): Promise<Seen> {
  proxy.arm(n, fault)
  const done = await deed.act()
  const met = proxy.heal()
  const after = await stateOf(app)
  const changes = changesBetween(before, after)
  if (changes.length === 0 || same(changes, whole) || !deed.recover) return { done, met, changes, after }
  await deed.recover()
  return { done, met, changes: changesBetween(before, await stateOf(app)), after }
}

const same = (one: string[], other: string[]): boolean => one.join('\n') === other.join('\n')

/** Sends a deed through every fault at every statement. Answers the statements it met, and what was wrong. */
async function throughEveryFault(story: Story): Promise<{ statements: number; wrong: string[] }> {
  const first = await story.prepare(app)
  const { done, changes: whole } = await withFault(first, await stateOf(app), 0, 'fails', [])
  expect([done, whole.length > 0], 'without a fault it is done').toEqual([true, true])
  const wrong: string[] = []
  let deed = await story.prepare(app)
  let before = await stateOf(app)
  for (let n = 1; ; n++) {
    for (const fault of ['fails', 'unanswered'] as const) {
      const { done, met, changes, after } = await withFault(deed, before, n, fault, whole)
      const place = `statement ${n} ${fault}: ${(met ?? 'none').replace(/\s+/g, ' ').slice(0, 120)}`
      const old = changes.length === 0
      if (!old && !same(changes, whole)) wrong.push(`${place}: half: ${changes.join('; ')}`)
      else if (done && old) wrong.push(`${place}: answered that it was done, and it was not`)
      // A lost answer to COMMIT is the one case in which nobody can tell; a statement that failed is none.
      else if (!done && !old && fault === 'fails' && !deed.recover)
        wrong.push(`${place}: answered that nothing changed`)
      before = after
      if (met === null) return { statements: n - 1, wrong }
      if (old) continue
      deed = await story.prepare(app)
      before = await stateOf(app)
    }
  }
}

describe('every database call in turn fails, or the connection dies there: the old state or the new one, never half', () => {
  for (const story of stories) {
    test(story.name, async () => {
      const { statements, wrong } = await throughEveryFault(story)
      expect(wrong).toEqual([])
      expect(statements).toBeGreaterThan(4)
    })
  }
})

test('what is done in two transactions is found out', async () => {
  const twice: Story = {
    name: 'two halves',
    async prepare() {
      const { id } = await app.person('Hal Half')
      const set = (column: string) =>
        app.platform.db.pool.query(`UPDATE users SET ${column} = ${column} || 'x' WHERE id = $1`, [id])
      return {
        act: async () => {
          const done = await set('company').then(
            () => set('job_title'),
            () => null,
          )
          return done !== null
        },
      }
    },
  }
  const half: Story = {
    ...twice,
    prepare: async () => {
      const { act } = await twice.prepare(app)
      return { act: () => act().catch(() => false) }
    },
  }
  const { wrong } = await throughEveryFault(half)
  expect(wrong.filter((line) => line.includes('half: users: company'))).not.toEqual([])
})
