import { expect, test, vi } from 'vitest'
import { tick } from '#features/billing/tick.ts'
import { days, minutes } from '#platform/clock.ts'
import type { Person } from '#tests/harness.ts'
import { card, dialog, plan } from './billing-tab.ts'
import { lookAt } from './look-at.ts'
import { openStage } from './stage.ts'

// Each look at the page is taken at four sizes and themes.
vi.setConfig({ testTimeout: minutes(5) })

const selfHosted = await openStage({ AEGIS_PLANS: 'selfhosted' })
const byTransfer = await openStage({ AEGIS_PAYMENTS: 'invoice' })

test('self-hosted: the tab says that there is one plan with everything, and nothing to pay', async () => {
  const ada = await selfHosted.app.person('Ada Own')
  const page = await selfHosted.signedIn(ada)
  await page.goto('/settings/billing')
  await page.getByText('Everything, without limits').waitFor()
  expect(await page.locator('#payment, #invoices, #plans').count()).toBe(0)
  await lookAt(page, 'billing-selfhosted')
  await page.close()
})

test('by bank transfer: the invoice is open, the operator says that the money came, a late one is past due', async () => {
  const { app: own } = byTransfer
  const ada = await own.person('Ada Transfer')
  const page = await byTransfer.signedIn(ada)
  await page.goto('/settings/billing')
  await plan(page, 'Pro').getByRole('button', { name: 'Choose Pro' }).click()
  await dialog(page).getByRole('button', { name: 'Order for $29' }).click()
  await card(page, 'invoices').getByText('To be paid').waitFor()
  await lookAt(page, 'billing-open-invoice')
  const operators = await byTransfer.signedIn(own.operator)
  await operators.goto('/operate/invoices')
  await operators.getByText('$29 · Ada').first().waitFor()
  await lookAt(operators, 'operate-invoices')
  await Promise.all([page.close(), operators.close()])
  own.clock.advance(days(15))
  await tick(own.platform, own.clock.now())
  const again = async (person: Person) => {
    await person.browser.post('/auth/sessions', { email: person.email, password: person.password })
    return byTransfer.signedIn(person)
  }
  const late = await again(ada)
  await late.goto('/settings/billing')
  await card(late, 'plan').getByText('Past Due').waitFor()
  await card(late, 'plan').getByText('$29 have not arrived').waitFor()
  await lookAt(late, 'billing-transfer-late')
  const operator = await again(own.operator)
  await operator.goto('/operate/invoices')
  await operator.getByRole('button', { name: /^It has come: the money of invoice 2027-\d{6}$/ }).click()
  await operator.getByRole('button', { name: 'Mark as paid' }).click()
  await operator.getByText('Nothing is owed').waitFor()
  await late.reload()
  await card(late, 'plan').getByText('Active').waitFor()
  await Promise.all([late.close(), operator.close()])
})
