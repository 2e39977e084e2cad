import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openStage } from './stage.ts'

const { app, signedIn, visitor } = await openStage()

/** For each password field of the page: how it is masked, what managers are told, and what a paste leaves in it. */
async function passwordFields(page: Page): Promise<string[][]> {
  await page.locator('input[type=password]').first().waitFor()
  const found: string[][] = []
  for (const field of await page.locator('input[type=password]').all()) {
    const named = page.locator(`[id="${await field.getAttribute('id')}"]`)
    await field.fill('pasted words')
    await page.keyboard.press('Control+A')
    await named.evaluate((input: HTMLInputElement) => navigator.clipboard.writeText(input.value))
    await named.fill('')
    await page.keyboard.press('Control+V')
    const row = await named.evaluate((input: HTMLInputElement) => [input.type, input.autocomplete, input.value])
    const show = page.locator(`button[aria-controls="${await named.getAttribute('id')}"]`)
    await show.click()
    const shown = (await named.getAttribute('type')) ?? ''
    await show.click()
    found.push([...row, shown, (await named.getAttribute('type')) ?? ''])
  }
  return found
}

test('6.2.6, 6.2.7: passwords are masked, can be shown and pasted, and managers are told what they are', async () => {
  const field = (autocomplete: string) => ['password', autocomplete, 'pasted words', 'text', 'password']
  const page = await visitor()
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/sign-in')
  expect(await passwordFields(page)).toEqual([field('current-password')])
  await page.goto('/sign-up')
  expect(await passwordFields(page)).toEqual([field('new-password')])
  const inside = await signedIn(app.operator)
  await inside.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await inside.goto('/settings/security')
  expect(await passwordFields(inside)).toEqual(['current-password', 'new-password', 'new-password'].map(field))
})

test('7.4.4: “Sign out” is in the menu of every signed-in page', async () => {
  const page = await signedIn(app.operator)
  await page.goto('/settings')
  const tabs = page.getByRole('tab')
  await tabs.first().waitFor()
  const paths = await tabs.evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
  expect(paths).toContain('/settings/security')
  for (const path of ['/welcome', ...paths, '/operate/outbox', '/operate/health']) {
    await page.goto(path)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
    await page.getByRole('button', { name: /Your menu/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
  }
})
