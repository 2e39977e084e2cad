import { setTimeout as sleep } from 'node:timers/promises'
import { goodPassword } from '../harness.ts'
import type { Book } from './book.ts'
import type { Client } from './client.ts'
import type { Installation } from './installation.ts'
import { plan } from './plan.ts'

/** Everything a part of the load works with. */
export interface Stage {
  at: Installation
  client: Client
  book: Book
  /** Whether the load goes on. */
  on(): boolean
}

/** Somebody signed in. */
export interface Owner {
  email: string
  teamId: string
  cookie: string
}

let made = 0
const fresh = (who: string): string => `${who}.${++made}@example.com`

/** The secret of the newest letter to this mailbox with a link to this page. */
async function letterToken({ at }: Stage, email: string, page: string): Promise<string> {
  const until = performance.now() + 120_000
  while (performance.now() < until) {
    const letter = at.mailbox.to(email).findLast(({ text }) => text.includes(`${page}#`))
    if (letter) return letter.token(page)
    await sleep(100)
  }
  throw new Error(`no letter with ${page} reached ${email} within two minutes`)
}

/** Signs a new owner up, by the letter that comes through a worker. */
export async function newOwner(stage: Stage): Promise<Owner> {
  const { client, book } = stage
  const email = fresh('owner')
  const body = { fullName: 'Olive Owner', email, password: goodPassword, timezone: 'UTC' }
  const asked = await client.surely('POST', '/auth/sign-ups', { body })
  if (asked.body.state === 'check_mailbox') await proveMailbox(stage, email)
  const cookie = await signIn(stage, email)
  const account = await client.surely('GET', '/account', { cookie })
  const teamId = account.body.teams?.[0]?.id
  if (!teamId) throw new Error(`${email} was signed up and has no team: ${JSON.stringify(account.body)}`)
  book.people.push({ email, teamId, owner: true })
  return { email, teamId, cookie }
}

// Asked twice because no answer came, there are two letters and the newer one counts; or the account was made although nobody said so.
async function proveMailbox(stage: Stage, email: string): Promise<void> {
  const tried = new Set<string>()
  const until = performance.now() + 120_000
  while (performance.now() < until) {
    const letters = stage.at.mailbox.to(email).map(({ text }) => /\/confirm-sign-up#([\w-]+)/.exec(text)?.[1] ?? '')
    const token = letters.findLast((one) => one && !tried.has(one))
    if (token) {
      tried.add(token)
      const { status, tries } = await stage.client.surely('POST', '/auth/sign-ups/confirmation', {
        body: { token, password: goodPassword },
      })
      if (status === 200 || tries > 1) return
    } else if (stage.at.mailbox.to(email).length > letters.filter(Boolean).length) return
    await sleep(100)
  }
  throw new Error(`no letter reached ${email} within two minutes`)
}

/** Signs somebody in who can sign in. */
export async function signIn({ client, book }: Stage, email: string): Promise<string> {
  const { status, body, cookie } = await client.surely('POST', '/auth/sessions', {
    body: { email, password: goodPassword },
  })
  if (status !== 200) throw new Error(`${email} could not sign in: ${JSON.stringify(body)}`)
  book.sessions.push({ cookie, ended: false })
  return cookie
}

/** A team's life: keys, invitations beyond its seats, use beyond its limit, a session and a key that end. */
export async function household(stage: Stage): Promise<void> {
  const owner = await newOwner(stage)
  await Promise.all([keys(stage, owner), seats(stage, owner), signOut(stage, owner)])
}

async function keys(stage: Stage, owner: Owner): Promise<void> {
  const [reading, telling, ...leaving] = await Promise.all(
    ['reading', 'telling', 'leaving', 'gone'].map((name) =>
      newKey(stage, owner, name, name === 'telling' ? ['usage:write'] : ['team:read']),
    ),
  )
  if (!reading || !telling) throw new Error('no key')
  await Promise.all([
    tellUse(stage, owner, telling.secret),
    ...leaving.map(async (key) => {
      const { client, book } = stage
      const { status } = await client.surely('DELETE', `/teams/${owner.teamId}/keys/${key.id}`, {
        cookie: owner.cookie,
      })
      if (status !== 204 && status !== 404) book.broken.push(`revoking a key answered ${status}`)
      key.revoked = true
      await watchRevoked(stage, '/key', { bearer: key.secret })
    }),
  ])
}

/** Makes a key, once, however often it must be asked for. */
export async function newKey({ client, book }: Stage, owner: Owner, name: string, scopes: string[], more = {}) {
  const once = `${owner.teamId}-${name}`
  const body = { name, kind: 'personal', scopes, expiresInDays: 30, ...more }
  const made = await client.surely('POST', `/teams/${owner.teamId}/keys`, { cookie: owner.cookie, once, body })
  if (made.status !== 201) throw new Error(`a key was refused: ${made.status} ${JSON.stringify(made.body)}`)
  const key = {
    id: made.body.key.id as string,
    teamId: owner.teamId,
    name,
    secret: made.body.secret as string,
    revoked: false,
  }
  book.keys.push(key)
  return key
}

// One more than there is room for, all at once and over both nodes; whoever gets a letter joins.
async function seats(stage: Stage, owner: Owner): Promise<void> {
  const { client, book } = stage
  const wanted = plan.members
  const guests = Array.from({ length: wanted }, () => fresh('guest'))
  const joined: string[] = []
  book.seats.push({ teamId: owner.teamId, wanted, joined })
  await Promise.all(
    guests.map(async (email) => {
      const body = { addresses: [email], role: 'member', message: '' }
      const asked = { cookie: owner.cookie, once: `invite-${email}`, body }
      const invited = await client.surely('POST', `/teams/${owner.teamId}/invitations`, asked)
      if (invited.status !== 200 || !invited.body.lines?.[0]?.id) return
      const token = await letterToken(stage, email, '/invitation')
      const account = { token, fullName: 'Gil Guest', password: goodPassword, timezone: 'UTC' }
      const answer = await client.surely('POST', '/auth/sign-ups/invitation', { body: account })
      // Asked again after no answer came, it may have been done the first time.
      if (answer.status !== 201 && !(answer.tries > 1 && answer.status < 500)) {
        book.broken.push(`an invitation was not taken: ${answer.status} ${JSON.stringify(answer.body)}`)
      }
      joined.push(email)
      book.people.push({ email, teamId: owner.teamId, owner: false })
    }),
  )
}

// A fifth more than the limit, four programs at once, each batch told again until it is answered.
async function tellUse({ client, book }: Stage, { teamId }: Owner, bearer: string): Promise<void> {
  const ids = Array.from({ length: plan.runsPerPeriod * 1.2 }, (_, n) => `${teamId}:${n}`)
  const counted = new Set<string>()
  book.counted.set(teamId, counted)
  const batches = Array.from({ length: ids.length / 10 }, (_, n) => ids.slice(n * 10, n * 10 + 10))
  await Promise.all(
    [0, 1, 2, 3].map(async (lane) => {
      for (const batch of batches.filter((_, n) => n % 4 === lane)) {
        const body = { events: batch.map((id) => ({ id, meter: 'runs' })) }
        const { status, body: told } = await client.surely('POST', `/teams/${teamId}/usage/events`, { bearer, body })
        if (status === 402) continue
        if (status !== 200) book.broken.push(`usage answered ${status} ${JSON.stringify(told)}`)
        const refused = new Set(told.refused?.map(({ id }: { id: string }) => id))
        for (const id of batch) if (!refused.has(id)) counted.add(id)
      }
    }),
  )
  book.usedUp.add(teamId)
}

async function signOut(stage: Stage, { email }: Owner): Promise<void> {
  const cookie = await signIn(stage, email)
  const { status } = await stage.client.surely('DELETE', '/auth/sessions/current', { cookie })
  if (status !== 204 && status !== 401) stage.book.broken.push(`signing out answered ${status}`)
  const session = stage.book.sessions.find((one) => one.cookie === cookie)
  if (session) session.ended = true
  await watchRevoked(stage, '/account', { cookie })
}

/** For a second, asks both nodes in turn with what has just been revoked; notes how long after the answer it was let in at last. */
async function watchRevoked(
  { at, client, book }: Stage,
  path: string,
  asked: { bearer?: string; cookie?: string },
): Promise<void> {
  const from = performance.now()
  book.revocations += 1
  while (performance.now() - from < 1_000) {
    for (const node of at.api.filter(({ ready }) => ready)) {
      const since = performance.now() - from
      const heard = await client.try('GET', path, asked, node.port)
      if (heard?.status === 200) book.lateAccess.push(since)
    }
    await sleep(40)
  }
}
