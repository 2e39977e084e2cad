import { tickTeam } from '#features/billing/tick.ts'
import { minutes } from '#platform/clock.ts'
import type { Browser } from '../browser.ts'
import type { RouteName, Sent } from '../examples/example.ts'
import { examples } from '../examples.ts'
import type { Person, TestApp } from '../harness.ts'

/** What somebody is about to do; done again where it failed. */
export interface Deed {
  /** Says whether it was done: an answer of success. */
  act(): Promise<boolean>
  /** What the installation does by itself later on, where a deed needs more than one transaction. */
  recover?(): Promise<void>
}

/** Something that must be done wholly or not at all. */
export interface Story {
  name: string
  /** Does what must have happened before. */
  prepare(app: TestApp): Promise<Deed>
}

type Recovery = (app: TestApp, person: Person) => Promise<void>

/** A request that is fine in every way, as the examples have it. `change` replaces fields of its body. */
export const request = (name: RouteName, change?: (person: Person) => object, recovery?: Recovery): Story => ({
  name,
  async prepare(app) {
    const person = await app.person('Fay Fault')
    const sent = await examples[name].prepare(app, person)
    const act = async () => {
      await app.sql('DELETE FROM rate_limits') // attempts are counted, and these are many
      await app.sql('DELETE FROM second_factor_attempts')
      const { status, text } = await send(sent.browser.fork(), name, sent, change?.(person))
      if (status < 500 && status !== examples[name].status) throw new Error(`${name} answered ${status} ${text}`)
      return status < 500
    }
    return { act, ...(recovery && { recover: () => recovery(app, person) }) }
  },
})

function send(
  browser: Browser,
  name: RouteName,
  { params = {}, body, bytes, ifMatch, headers }: Sent,
  change?: object,
) {
  const [method = '', path = ''] = name.split(' ')
  const address = path.replace(/\{(\w+)\}/g, (_all, param) => params[param] ?? 'none')
  const sending = { headers: { ...headers, ...(bytes && { 'content-type': bytes.type }) } }
  const whole = body ? { ...body, ...change } : bytes?.data
  return browser.send(method, address, whole, ifMatch === undefined ? sending : { ...sending, ifMatch })
}

/** Money is asked for outside a transaction; whether it was is asked again some minutes later, under the same id. */
export const askAgain: Recovery = async (app, { teamId }) => {
  app.clock.advance(minutes(3))
  await tickTeam(app.platform, teamId, app.clock.now())
}
