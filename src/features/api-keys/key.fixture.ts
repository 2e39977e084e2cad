import { flushKeyUses } from '#access/key-gate.ts'
import type { Scope } from '#access/key-scopes.ts'
import type { Answer, Sending } from '#tests/browser.ts'
import type { Person, TestApp } from '#tests/harness.ts'

/** What a test asks of a new key; personal, read-only and for 90 days unless told. */
export interface Wanted {
  name?: string
  kind?: 'personal' | 'service'
  scopes?: Scope[]
  expiresInDays?: number | null
  ipList?: string[]
  teamId?: string
}

/** A key made through the API. */
export interface MadeKey {
  id: string
  secret: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it
  view: any
}

/** Makes a key through the API; proves the person's identity anew first. */
export async function makeKey(person: Person, { teamId = person.teamId, ...wanted }: Wanted = {}): Promise<MadeKey> {
  await confirm(person)
  const body = { name: 'CI of the shop', kind: 'personal', scopes: ['team:read', 'keys:read'], ...wanted }
  const answer = await person.browser.post(`/teams/${teamId}/keys`, body)
  if (answer.status !== 201) throw new Error(`making a key: ${answer.text}`)
  return { id: answer.body.key.id, secret: answer.body.secret, view: answer.body.key }
}

/** Proves the identity of a person anew, by signing in again where the session is over. */
export async function confirm({ browser, email, password }: Person): Promise<void> {
  const still = await browser.post('/auth/confirmation', { password })
  const answer = still.status === 401 ? await browser.post('/auth/sessions', { email, password }) : still
  if (answer.status !== 200) throw new Error(`confirming: ${answer.text}`)
}

/** Sends requests to a node as a program with this key does: no cookies, no Origin. */
export const program = (at: { browser(): { send: Send } }, secret: string, userAgent = 'curl/8.5.0') => {
  const browser = at.browser()
  const send = (method: string, path: string, body?: unknown, { headers, ...more }: Sending = {}) =>
    browser.send(method, path, body, {
      noOrigin: true,
      ...more,
      headers: { authorization: `Bearer ${secret}`, 'user-agent': userAgent, ...headers },
    })
  return { send, get: (path: string, sending?: Sending) => send('GET', path, undefined, sending) }
}

type Send = (method: string, path: string, body?: unknown, sending?: Sending) => Promise<Answer>

/** A team of its owner and a member with a key of hers and one of the team, and somebody of another team, who must not find them. */
export async function keysOfTeam(app: TestApp) {
  const ada = await app.person('Ada Admin')
  const cleo = await app.person('Cleo Owner')
  const zoe = await app.person('Zoe Outside')
  await app.join(cleo, ada.teamId, 'member')
  const hers = await makeKey(cleo, { teamId: ada.teamId, scopes: ['team:read'] })
  const service = await makeKey(ada, { kind: 'service', scopes: ['team:read'] })
  return { ada, cleo, zoe, hers, service, at: (id: string) => `/teams/${ada.teamId}/keys/${id}` }
}

/** Writes what this node's keys were used for. */
export const flush = (app: Pick<TestApp, 'platform'>): Promise<void> => flushKeyUses(app.platform)

/** Rows of the audit log about a key, oldest first. */
export const audited = (app: TestApp, logId: string, keyId: string) =>
  app.sql<{ action: string; ip: string | null; details: Record<string, unknown>; actor_kind: string }>(
    'SELECT action, ip, details, actor_kind FROM audit_log WHERE log_id = $1 AND target_id = $2 ORDER BY at, id',
    [logId, keyId],
  )
