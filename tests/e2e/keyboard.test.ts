import { expect, test } from 'vitest'
import { signOutByKeys } from './by-keys.ts'
import { openStage } from './stage.ts'
import { tabTo } from './tab-to.ts'

const { app, visitor } = await openStage()

test('signing in, editing with Ctrl-S, giving up with Esc, and signing out, without a pointer', async () => {
  const kim = await app.person('Kim Keys')
  const page = await visitor()
  await page.goto('/sign-in')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await tabTo(page, /E-mail/)
  await page.keyboard.type(kim.email)
  await tabTo(page, /Password/)
  await page.keyboard.type(kim.password)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/welcome')
  await page.reload()
  await page.getByRole('link', { name: 'Settings' }).waitFor()
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/skip/i)
  await tabTo(page, /^\s*Settings\s*$/)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/settings/profile')
  await page.getByLabel('Company').waitFor()
  await tabTo(page, /Company/)
  await page.keyboard.type('Keyboard Ltd')
  await page.keyboard.press('Control+s')
  await page.getByText('Saved', { exact: true }).first().waitFor()
  await tabTo(page, /Job Title/)
  await page.keyboard.type('Typist')
  await page.keyboard.press('Escape')
  expect(await page.getByLabel('Job Title').inputValue()).toBe('')
  expect((await kim.browser.get('/account')).body).toMatchObject({ company: 'Keyboard Ltd', jobTitle: '' })
  await page.reload()
  await page.getByLabel('Company').waitFor()
  await signOutByKeys(page)
})
