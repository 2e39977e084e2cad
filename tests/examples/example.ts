import type { routes } from '#app/app.ts'
import type { Browser } from '../browser.ts'
import type { Person, TestApp } from '../harness.ts'

type NameOf<R> = R extends { method: infer M extends string; path: infer P extends string } ? `${M} ${P}` : never

/** Every route by method and path; a route without an example does not compile. */
export type RouteName = NameOf<(typeof routes)[number]>

/** A request that is fine in every way. */
export interface Sent {
  browser: Browser
  params?: Record<string, string>
  body?: Record<string, unknown>
  /** The body of a route that takes bytes. */
  bytes?: { type: string; data: Buffer }
  ifMatch?: number
  headers?: Record<string, string>
}

/** One valid request for a route, and what it answers. */
export interface Example {
  /** Does what must have happened before, for this fresh person (the operator where only they may), and tells what to send. */
  prepare(app: TestApp, person: Person): Sent | Promise<Sent>
  /** The same for a member of somebody else's team, where people have things of their own in a team. */
  forMember?(app: TestApp, member: Person, teamId: string): Promise<Sent>
  status: number
  /** Why success leaves no audit row at once, where one is declared. */
  unaudited?: string
  /** Why the answer may show a secret. */
  showsSecret?: string
}

/** One that sends this body as the person, without anything before. */
export const as = (status: number, body?: Record<string, unknown>): Example => ({
  status,
  prepare: (_app, { browser }) => ({ browser, ...(body && { body }) }),
})

let addresses = 0

/** An address nobody has. */
export const freshAddress = (): string => `new.${++addresses}@example.com`

/** Throws unless the answer was a success. */
export async function ok(answer: Promise<{ status: number; text: string }>): Promise<void> {
  const { status, text } = await answer
  if (status >= 300) throw new Error(`preparing an example: ${status} ${text}`)
}

/** The secret of the last letter with a link to this page. */
export async function lastToken(app: TestApp, mailbox: string, page: string): Promise<string> {
  const letter = (await app.mail(mailbox)).findLast(({ text }) => text.includes(`${page}#`))
  if (!letter) throw new Error(`${mailbox} has no letter with a link to ${page}`)
  return letter.token(page)
}

/** What somebody does in a team, their own or another's. */
export const inTeam = (
  status: number,
  prepare: (person: Person, teamId: string) => Promise<Omit<Sent, 'browser'>>,
): Example => ({
  status,
  prepare: async (_app, person) => ({ browser: person.browser, ...(await prepare(person, person.teamId)) }),
  forMember: async (_app, member, teamId) => ({ browser: member.browser, ...(await prepare(member, teamId)) }),
})
