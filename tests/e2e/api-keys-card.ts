import type { Page } from 'playwright-core'
import type { TestApp } from '#tests/harness.ts'

/** Where the API keys are. */
export const security = '/settings/security#api-keys'

/** The card of the API keys. */
export const card = (page: Page) => page.locator('#api-keys')

/** The key of this name in its list. */
export const row = (page: Page, name: string) => card(page).getByRole('rowgroup').filter({ hasText: name })

/** The dialog that is open. */
export const dialog = (page: Page) => page.getByRole('dialog')

/** What a pipeline is answered that holds this key. */
export const asPipeline = (app: TestApp, secret: string, client = 'github-actions/2.1') =>
  fetch(`${app.address}/api/v1/key`, { headers: { authorization: `Bearer ${secret}`, 'user-agent': client } })
