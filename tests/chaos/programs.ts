import { setTimeout as sleep } from 'node:timers/promises'
import { newKey, newOwner, type Stage, signIn } from './household.ts'

/** Reads with keys that were made on the way; each must open until it is revoked. */
export async function readKeys({ client, book, on }: Stage): Promise<void> {
  while (on()) {
    const key = book.keys[Math.floor(Math.random() * book.keys.length)]
    if (!key) {
      await sleep(100)
      continue
    }
    const heard = await client.try('GET', '/key', { bearer: key.secret })
    if (heard?.status === 401 && !key.revoked && !key.name.match(/leaving|gone/))
      book.broken.push(`a key that lives was refused`)
    if (heard?.status === 200) noteWindow(book, key.teamId, heard.headers)
    await sleep(5)
  }
}

/** One team’s key asks as fast as it can, on every node: it must never be let through more often than its plan allows. */
export async function hammer(stage: Stage): Promise<void> {
  const { client, book, on } = stage
  const owner = await newOwner(stage)
  const key = await newKey(stage, owner, 'hammer', ['team:read'])
  while (on()) {
    const heard = await Promise.all([0, 1, 2, 3].map(() => client.try('GET', '/key', { bearer: key.secret })))
    for (const one of heard) if (one?.status === 200) noteWindow(book, owner.teamId, one.headers)
    await sleep(heard.every((one) => one?.status === 429) ? 250 : 20)
  }
}

function noteWindow(book: Stage['book'], teamId: string, headers: Headers): void {
  const window = `${teamId} ${headers.get('x-ratelimit-reset')}`
  book.windows.set(window, (book.windows.get(window) ?? 0) + 1)
}

/** People who sign in and look around; a session must go on working on every node. */
export async function visit(stage: Stage): Promise<void> {
  const { client, book, on } = stage
  while (on()) {
    const person = book.people[Math.floor(Math.random() * book.people.length)]
    if (!person) {
      await sleep(100)
      continue
    }
    const cookie = await signIn(stage, person.email)
    for (let looks = 0; looks < 20 && on(); looks++) {
      const heard = await client.try('GET', '/account', { cookie })
      if (heard?.status === 401) book.broken.push('a session that was opened is not known')
      await sleep(20)
    }
  }
}

/** A pipeline: starts runs by key, one after another, each exactly once, and waits for their ends. */
export async function pipeline(stage: Stage, site: string): Promise<void> {
  const { client, book, on } = stage
  const owner = await newOwner(stage)
  const { cookie, teamId } = owner
  const make = async (path: string, once: string, body: unknown) => {
    const made = await client.surely('POST', `/teams/${teamId}${path}`, { cookie, once: `${teamId}-${once}`, body })
    if (made.status !== 201) throw new Error(`${path}: ${made.status} ${JSON.stringify(made.body)}`)
    return made.body.id as string
  }
  const project = await make('/projects', 'project', { name: 'Shop', baseUrl: site })
  const suite = await make(`/projects/${project}/suites`, 'suite', { name: 'Home', pageUrl: site })
  await make(`/suites/${suite}/cases`, 'case', {
    name: 'In time',
    definition: { kind: 'budget', params: { loadMs: 9_000 } },
  })
  const { secret } = await newKey(stage, owner, 'pipeline', ['projects:read', 'runs:read', 'runs:write'])
  for (let n = 0; on(); n++) {
    const once = `${teamId}-run-${n}`
    const started = await client.surely('POST', '/ci/trigger', { bearer: secret, once, body: { projectId: project } })
    if (started.status === 429) await sleep(5_000)
    else if (started.status !== 201)
      book.broken.push(`a run was refused: ${started.status} ${JSON.stringify(started.body)}`)
    else book.runs.push({ id: started.body.id, teamId, once, bearer: secret })
    await sleep(6_000)
  }
}
