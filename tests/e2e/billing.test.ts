import type { Page } from 'playwright-core'
import { expect, test, vi } from 'vitest'
import { tick } from '#features/billing/tick.ts'
import { days, minutes } from '#platform/clock.ts'
import type { Person } from '#tests/harness.ts'
import { card, dialog, plan } from './billing-tab.ts'
import { lookAt } from './look-at.ts'
import { openStage } from './stage.ts'

// Each look at the page is taken at four sizes and themes.
vi.setConfig({ testTimeout: minutes(5) })

const { app, signedIn, visitor } = await openStage()

async function proveIdentity(page: Page, { password }: Person): Promise<void> {
  await dialog(page).getByLabel('Password', { exact: true }).fill(password)
  await dialog(page).getByRole('button', { name: 'Confirm', exact: true }).click()
}

test('from the trial to a plan, up, down and undone, cancelled and kept, with every amount said before', async () => {
  const ada = await app.person('Ada Lovelace')
  const page = await signedIn(ada)
  app.clock.advance(minutes(11))
  await page.clock.setFixedTime(app.clock.now())
  await page.goto('/settings/billing')
  await card(page, 'plan').getByText('Practice payments').waitFor()
  await card(page, 'invoices').getByText('No invoices yet').waitFor()
  await lookAt(page, 'billing-trial')

  await plan(page, 'Starter').getByRole('button', { name: 'Choose Starter' }).click()
  await dialog(page).getByText('Begins at once. The trial ends with it.').waitFor()
  await lookAt(page, 'billing-choose')
  await dialog(page).getByRole('button', { name: 'Pay $9 now' }).click()
  await proveIdentity(page, ada)
  // The first receipt loads what makes PDFs, which takes a while on a busy machine.
  await card(page, 'plan')
    .getByText('Active')
    .waitFor({ timeout: minutes(1) })
  await card(page, 'invoices')
    .getByRole('link', { name: /^Download invoice 2027-\d{6} as PDF$/ })
    .waitFor()

  app.clock.advance(days(0.001))
  await plan(page, 'Business').getByRole('button', { name: 'Choose Business' }).click()
  await dialog(page).getByText('Remaining time of Business, monthly').waitFor()
  await lookAt(page, 'billing-upgrade')
  await dialog(page)
    .getByRole('button', { name: /^Pay \$\d+(\.\d\d)? now$/ })
    .click()
  await card(page, 'plan')
    .getByText(/^Business/)
    .waitFor({ timeout: minutes(1) })
  await dialog(page).waitFor({ state: 'detached' })

  await plan(page, 'Starter').getByRole('button', { name: 'Choose Starter' }).click()
  await dialog(page).getByText('What does not fit into the smaller plan').waitFor()
  await lookAt(page, 'billing-downgrade')
  await dialog(page).getByRole('button', { name: 'Plan the change' }).click()
  await card(page, 'plan').getByText('Changes to Starter, monthly').waitFor()
  await card(page, 'plan').getByRole('button', { name: 'Undo this change' }).click()
  await card(page, 'plan').getByText('Changes to Starter, monthly').waitFor({ state: 'detached' })

  await card(page, 'plan').getByRole('button', { name: 'Cancel plan' }).click()
  await page.getByLabel('Why do you leave? optional').fill('We are done')
  await lookAt(page, 'billing-cancel')
  await card(page, 'plan').getByRole('button', { name: 'Cancel Business' }).click()
  await card(page, 'plan').getByText('Canceled').waitFor()
  await card(page, 'plan').getByRole('button', { name: 'Keep Business' }).click()
  await card(page, 'plan').getByText('Active').waitFor()

  await page.getByLabel('Name on the invoice').fill('Analytical Engines Ltd')
  await card(page, 'address').locator('textarea').fill('12 St James’s Square\nLondon')
  await page.getByLabel('VAT or tax id').fill('GB123456789')
  await card(page, 'address').getByRole('button', { name: 'Save Changes' }).click()
  await card(page, 'address').getByText('Saved').waitFor()
  await page.getByLabel('E-mail address').fill('books@example.com')
  await card(page, 'contacts').getByRole('button', { name: 'Add contact' }).click()
  await card(page, 'contacts').getByText('Not confirmed yet').waitFor()
  await card(page, 'contacts').getByRole('button', { name: 'Send again: the link for books@example.com' }).click()
  await expect.poll(async () => (await app.mail('books@example.com')).length).toBe(2)
  await lookAt(page, 'billing-active')
  const link = (await app.mail('books@example.com')).at(-1)?.token('/confirm-billing-contact')
  const bookkeeper = await visitor()
  await bookkeeper.goto(`/confirm-billing-contact#${link}`)
  await bookkeeper.getByRole('heading', { name: 'Get letters about billing' }).waitFor()
  await lookAt(bookkeeper, 'billing-contact-link')
  await bookkeeper.getByRole('button', { name: 'Get these letters' }).click()
  await bookkeeper.getByText('go to books@example.com').waitFor()
  await bookkeeper.close()
  await page.reload()
  await card(page, 'contacts').getByText('books@example.com').waitFor()
  expect(await card(page, 'contacts').getByText('Not confirmed yet').count()).toBe(0)
  await card(page, 'contacts').getByRole('button', { name: 'Remove books@example.com' }).click()
  await card(page, 'contacts').getByText('books@example.com').waitFor({ state: 'detached' })
  const download = page.waitForEvent('download')
  await card(page, 'invoices').getByRole('link', { name: 'Download all as zip' }).click()
  expect((await download).suggestedFilename()).toBe('aegisrunner-invoices.zip')
  await page.close()
})

test('a payment that must be confirmed goes by the practice bank and back', async () => {
  const bea = await app.person('Bea Bank')
  const page = await signedIn(bea)
  await page.goto('/settings/billing')
  await plan(page, 'Pro').getByRole('button', { name: 'Choose Pro' }).click()
  await dialog(page).getByText('Visa ending in 3220').click()
  await dialog(page).getByRole('button', { name: 'Pay $29 now' }).click()
  await page.getByRole('heading', { name: 'Practice bank' }).waitFor()
  await lookAt(page, 'billing-bank')
  await page.goto('/settings/billing')
  await card(page, 'plan').getByText('Confirm the payment of $29').waitFor()
  await card(page, 'plan').getByRole('link', { name: 'Confirm at the bank' }).click()
  await page.getByRole('button', { name: 'Confirm the payment' }).click()
  await card(page, 'plan').getByText('Active').waitFor()
  await page.close()
})

test('a failed payment: everybody sees what happens when, the owner fixes it', async () => {
  const dee = await app.person('Dee Due')
  const { browser, teamId } = dee
  await browser.put(`/teams/${teamId}/billing/payment-method`, { card: 'expiring' })
  const { version } = (await browser.get(`/teams/${teamId}/billing`)).body
  const quotedAt = app.clock.now().toISOString()
  await browser.put(
    `/teams/${teamId}/billing/plan`,
    { planId: 'pro', interval: 'month', quotedAt },
    { ifMatch: version },
  )
  app.clock.advance(days(32))
  await tick(app.platform, app.clock.now())
  await browser.post('/auth/sessions', { email: dee.email, password: dee.password })
  const cleo = await app.person('Cleo Member')
  await app.sql('DELETE FROM memberships WHERE user_id = $1', [cleo.id])
  await app.join(cleo, teamId, 'member')
  const members = await signedIn(cleo)
  await members.goto('/welcome')
  await members.getByText(/A payment for .* failed/).waitFor()
  await members.getByText('The owner can fix it.').waitFor()
  await members.goto('/settings/billing')
  await members.getByText('does not include billing').waitFor()
  await members.close()

  const page = await signedIn(dee)
  await page.goto('/settings/billing')
  await card(page, 'plan').getByText('$29 could not be charged').waitFor()
  await lookAt(page, 'billing-past-due')
  await card(page, 'payment').getByRole('button', { name: 'Change' }).click()
  await lookAt(page, 'billing-card')
  await card(page, 'payment').getByRole('button', { name: 'Use this card' }).click()
  await card(page, 'payment').getByText('Visa ending in 4242').waitFor()
  await card(page, 'plan').getByRole('button', { name: 'Pay $29 now' }).click()
  await card(page, 'plan').getByText('Active').waitFor()
  await page.close()
})
