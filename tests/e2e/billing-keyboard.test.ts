import { expect, test, vi } from 'vitest'
import { minutes } from '#platform/clock.ts'
import { card, dialog } from './billing-tab.ts'
import { openStage } from './stage.ts'
import { tabTo } from './tab-to.ts'

vi.setConfig({ testTimeout: minutes(5) })

const { app, signedIn } = await openStage()

test('by keyboard alone: a card that is declined, the card put right, the plan changed, cancelled and kept', async () => {
  const kim = await app.person('Kim Keys')
  const page = await signedIn(kim)
  const press = async (name: RegExp) => {
    await tabTo(page, name)
    await page.keyboard.press('Enter')
  }
  const focused = () =>
    page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent)
  await page.goto('/settings/billing')
  await card(page, 'plan').getByText('Trial', { exact: true }).waitFor()
  await press(/^Choose Starter$/)
  await dialog(page).getByText('Begins at once.').waitFor()
  await tabTo(page, /^Visa ending in 4242/)
  await page.keyboard.press('ArrowDown')
  await press(/^Pay \$9 now$/)
  await dialog(page).getByText('The payment did not succeed. Nothing was changed.').first().waitFor()
  await page.keyboard.press('Escape')
  await dialog(page).waitFor({ state: 'detached' })
  await expect.poll(focused).toBe('Choose Starter')

  await card(page, 'payment').getByText('Visa ending in 0002').waitFor()
  await press(/^Change$/)
  await expect
    .poll(() => page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.name))
    .toBe('practice-card')
  await tabTo(page, /^Visa ending in 4242/)
  await press(/^Use this card$/)
  await card(page, 'payment').getByText('Visa ending in 4242').waitFor()
  await expect.poll(focused).toBe('Change')

  await page.reload()
  await card(page, 'plan').getByText('Trial', { exact: true }).waitFor()
  await press(/^Choose Starter$/)
  await press(/^Pay \$9 now$/)
  await card(page, 'plan').getByText('Active').waitFor()
  await press(/^Cancel plan$/)
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
  await page.keyboard.type('Only trying the keyboard')
  await press(/^Cancel Starter$/)
  await card(page, 'plan').getByText('Canceled').waitFor()
  await expect.poll(focused).toBe('Keep Starter')
  await page.keyboard.press('Enter')
  await card(page, 'plan').getByText('Active').waitFor()
  await expect.poll(focused).toBe('Cancel plan')
  const { body } = await kim.browser.get(`/teams/${kim.teamId}/billing`)
  expect(body).toMatchObject({
    status: 'active',
    plan: { id: 'starter' },
    paymentMethod: { label: 'Visa ending in 4242' },
  })
  await page.close()
})
