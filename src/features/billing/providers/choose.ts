import type { Config } from '#platform/config.ts'
import { practice } from './practice.ts'
import type { Provider } from './provider.ts'
import { stripe } from './stripe.ts'
import { transfer } from './transfer.ts'

const providers: Readonly<Record<Provider['name'], Provider>> = { practice, stripe, invoice: transfer }

/** Who takes new payments here. */
export const providerOf = ({ payments }: Pick<Config, 'payments'>): Provider => providers[payments]

/** The provider by its stored name: what was begun with one is finished with it, also after a switch. */
export const providerNamed = (name: string): Provider => providers[name as Provider['name']] ?? neverStored(name)

const neverStored = (name: string): never => {
  throw new Error(`there is no payment provider ${name}`)
}
