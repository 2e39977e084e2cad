import type { Page } from 'playwright-core'

/** A card of the Billing tab. */
export const card = (page: Page, id: string) => page.locator(`#${id}`)

/** The dialog that is open. */
export const dialog = (page: Page) => page.getByRole('dialog')

/** A plan among those to choose from. */
export const plan = (page: Page, name: string) =>
  card(page, 'plans')
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name }) })
